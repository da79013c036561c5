use super::pipe::{Answer, Fault, Hello, PipeError, read, write, written};
use super::*;
use proptest::prelude::*;

fn paper() -> Paper {
    Paper::plain("2026-11-24T08:15:00Z".parse().unwrap())
}

fn document() -> Document {
    Document {
        kind: "Protokoll".to_owned(),
        title: "Övningsmöte".to_owned(),
        marks: Vec::new(),
        protection: crate::minutes::document::Audience::everyone(),
        head: Vec::new(),
        sections: Vec::new(),
        foot: String::new(),
    }
}

#[test]
fn a_logo_is_svg_or_png_and_named_by_what_it_is() {
    let with = |bytes: &[u8]| Paper {
        logo: Some(Logo { name: "vapen".to_owned(), bytes: bytes.to_vec() }),
        ..paper()
    };
    for (bytes, name) in [(b"<svg/>".as_slice(), "logotyp.svg"), (b"\x89PNG\r\n\x1a\n...", "logotyp.png")] {
        let (order, picture) = order(&document(), &with(bytes)).unwrap();
        assert_eq!((order.logo.as_deref(), picture.as_slice()), (Some(name), bytes));
        assert_eq!(order.data["logotyp"], name);
    }
    for bytes in [b"GIF89a".as_slice(), b""] {
        let error = order(&document(), &with(bytes)).unwrap_err();
        assert_eq!(error, PdfError::Logo { file: "vapen".to_owned() });
    }
}

#[test]
fn a_fault_is_told_with_the_names_of_the_papers_own_files() {
    let template = Template { name: "egen.typ".to_owned(), source: "#fel".to_owned() };
    let own = Paper { template: Some(template), ..paper() };
    let fault = Fault::Template { line: Some(3), message: "unknown\u{1b}[2J variable".to_owned() };
    let said = own.fault(fault.clone()).to_string();
    assert!(said.contains("egen.typ") && said.contains("(rad 3)") && !said.contains('\u{1b}'), "{said}");
    assert!(
        matches!(paper().fault(fault), PdfError::Own { .. }),
        "the program's own template isn't the user's"
    );
    assert!(matches!(paper().fault(Fault::Logo), PdfError::Own { .. }));
}

#[test]
fn messages_come_through_whole_and_in_order() {
    let mut pipe = Vec::new();
    let (order, picture) = order(&document(), &paper()).unwrap();
    write(&mut pipe, &Hello::of_this_build(), &[]).unwrap();
    write(&mut pipe, &order, &picture).unwrap();
    write(&mut pipe, &Answer::Fault(Fault::Logo), b"body").unwrap();
    let mut from = pipe.as_slice();
    assert_eq!(read::<Hello>(&mut from).unwrap().unwrap().0, Hello::of_this_build());
    assert_eq!(read(&mut from).unwrap().unwrap(), (order, picture));
    assert_eq!(read(&mut from).unwrap().unwrap(), (Answer::Fault(Fault::Logo), b"body".to_vec()));
    assert!(read::<Answer>(&mut from).unwrap().is_none());
}

#[test]
fn what_breaks_off_is_told_from_what_is_over() {
    let whole = written(&Answer::Pdf, b"%PDF").unwrap();
    for length in 1..whole.len() {
        let broken = read::<Answer>(&mut &whole[..length]);
        assert!(matches!(broken, Err(PipeError::Broken(_))), "{length}: {broken:?}");
    }
}

proptest! {
    #[test]
    fn junk_is_refused_without_taking_memory(junk in prop::collection::vec(any::<u8>(), 16..200)) {
        prop_assert!(read::<Answer>(&mut junk.as_slice()).is_err());
    }
}
