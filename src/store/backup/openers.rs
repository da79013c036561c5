//! What opens a copy: of each key file in it, whether it is one that the database knows as its own. Only one of them can have been
//! tried; the other's secret lies in a safe.

use crate::domain::recovery::{Amiss, KeyTrouble};
use crate::store::key_change::{index, opened_by};
use crate::store::key_file;
use crate::store::keys::KeyFiles;
use crate::store::{Access, Store};
use std::path::Path;

/// The checksums of the key files that have opened a database, as [`index`] counts them.
pub(super) type Proved = [Option<String>; 2];

/// What is amiss with the key files of a copy that is taken apart as `copy`, as far as they tell themselves. The one that
/// `access` has just opened it with is as it should be.
pub(super) fn amiss(copy: &Store, access: Option<&Access>) -> Vec<KeyTrouble> {
    let tried = access.and_then(opened_by);
    let mut troubles = copy.key_troubles();
    troubles.retain(|trouble| trouble.file().is_some_and(|which| Some(which) != tried));
    troubles
}

/// The same of a copy that was just taken of `database`, with the names that its key files have there. Those that have opened
/// that are as they should be, too.
pub(super) fn amiss_in_new(
    copy: &Store,
    access: Option<&Access>,
    (database, proved): (&Path, &Proved),
) -> Vec<KeyTrouble> {
    let (own, theirs) = (KeyFiles::of(&copy.path), KeyFiles::of(database));
    let of_those_there = |trouble| match trouble {
        KeyTrouble::File { which, amiss, .. } => {
            let sum = key_file::checksum(own.path(which));
            if sum.is_some() && sum == proved[index(which)] {
                return None;
            }
            let place = theirs.path(which);
            // A folder doesn't come along in a copy.
            let amiss = if amiss == Amiss::Missing && place.is_dir() { Amiss::NoFile } else { amiss };
            Some(KeyTrouble::File { which, amiss, name: super::error::name_of(place) })
        }
        KeyTrouble::NeverConfirmed => None,
    };
    amiss(copy, access).into_iter().filter_map(of_those_there).collect()
}
