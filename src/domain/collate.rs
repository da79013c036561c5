//! Swedish order: å ä ö are letters of their own, after z.
