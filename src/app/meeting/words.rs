//! How a line is written.

/// How a line is written, for help.
pub const LINE_HELP: &str = "\
SÅ SKRIVER DU EN RAD
?                   på en egen rad: den här hjälpen
text @namn >datum   vad, vem och när: Ring hemmet @maja >fre
‹Next› efter texten    frågar vem, och en gång till när
#2 sist             åtgärden hör till behov 2
+ - = ! ? \"         först på raden: fungerar, svårare, stöd, behov,
                    att fråga hemmet, barnets röst
\\@ och \\>           skriver själva tecknet
fre  15/12  v 49  före v 50  om 3v  om två veckor  imorgon
från mån  varje fre  varje vecka från 2/12  löpande  nästa möte
";
