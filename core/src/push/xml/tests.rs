//! XML as the service writes it, as templates may write it, and as an attacker would.

use alloc::string::ToString as _;
use alloc::vec::Vec;

use super::*;

/// The example of the service's documentation.
const EXAMPLE: &str = r#"<faxJobReport xmlns="http://retarus.com/fax4ba/faxws/3/0">
  <jobId>FJIJPNJYN906EDIJNFGI5S</jobId>
  <reportMail><successAddress/><failureAddress/><attachedFaxImageMode>NEVER</attachedFaxImageMode><attachedFaxImageFormat>TIFF</attachedFaxImageFormat></reportMail>
  <httpStatusPush><url>https://statuslistener.example.com:9564/Faxolution-v3.0</url><authMethod>HTTP_BASIC</authMethod></httpStatusPush>
  <faxRecipient>
    <number>+498912504001710</number><numId>FNIJPNJYNA06EDIJNFUO1Q</numId>
    <status>OK</status><reason>OK</reason><sentTS>2018-11-08T15:38:08Z</sentTS><durationInSecs>26</durationInSecs>
    <sentToNumber>00498912504001710</sentToNumber><remoteCsid>+49/89/1250400-1710</remoteCsid>
  </faxRecipient>
  <document><name>document.pdf</name><isText>false</isText></document>
  <options><resolution>LOW</resolution><csid>Retarus</csid><header>%tz=Europe/Berlin</header><isBlacklistEnabled>false</isBlacklistEnabled><isExpress>false</isExpress><overlay><name>none</name><mode>NO_OVERLAY</mode></overlay><coverpageTemplateName>cover.ftl.html</coverpageTemplateName><jobReference>order-4711</jobReference></options>
  <pages>1</pages>
</faxJobReport>
"#;

fn json(json: &str) -> FaxReport {
    FaxReport::from_json(json).unwrap()
}

fn with(recipient: &str) -> String {
    format!(
        "<faxJobReport><jobId>A1</jobId><faxRecipient><number>1</number><status>OK</status>{recipient}</faxRecipient></faxJobReport>"
    )
}

fn csid(recipient: &str) -> String {
    let report = read(&with(recipient)).unwrap();
    let recipient = report.recipients().next().unwrap();
    recipient.remote_csid().unwrap_or("none").into()
}

fn kind(text: &str) -> UnreadablePushKind {
    read(text).unwrap_err().kind()
}

#[test]
fn the_documented_example_is_the_report_that_it_stands_for() {
    let expected = json(
        r#"{"jobId":"FJIJPNJYN906EDIJNFGI5S","pages":1,"reference":{"customerDefinedId":"order-4711"},"recipientStatus":[
            {"number":"+498912504001710","status":"OK","reason":"OK","sentTs":"2018-11-08T15:38:08Z","durationInSecs":26,
             "sentToNumber":"00498912504001710","remoteCsid":"+49/89/1250400-1710"}]}"#,
    );
    assert_eq!(read(EXAMPLE).unwrap(), expected);
}

#[test]
fn the_namespace_and_its_prefix_do_not_matter() {
    let expected = read(EXAMPLE).unwrap();
    let prefixed = EXAMPLE
        .replace("</", "</fax:")
        .replace('<', "<fax:")
        .replace("<fax:/fax:", "</fax:")
        .replace("xmlns=", "xmlns:fax=");
    assert_eq!(read(&prefixed).unwrap(), expected);
    let none = EXAMPLE.replace(r#" xmlns="http://retarus.com/fax4ba/faxws/3/0""#, "");
    assert_eq!(read(&none).unwrap(), expected);
    let other = EXAMPLE.replace("fax4ba/faxws/3/0", "something-else");
    assert_eq!(read(&other).unwrap(), expected);
}

#[test]
fn a_declaration_comments_and_an_envelope_are_no_obstacle() {
    let expected = read(EXAMPLE).unwrap();
    let inner = EXAMPLE.replace(
        "<pages>",
        "<!-- faxRecipient <x> --><?php faxJobReport ?><pages>",
    );
    let wrapped = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- a template -->
<soap:Envelope xmlns:soap="urn:x"><soap:Header/><soap:Body a='>' b="</faxJobReport>">{inner}</soap:Body></soap:Envelope>"#
    );
    assert_eq!(read(&wrapped).unwrap(), expected);
}

#[test]
fn recipients_and_documents_repeat_in_any_order() {
    let report = read(
        "<faxJobReport><document><name>a.pdf</name></document>\
         <faxRecipient><status>OK</status><number>1</number></faxRecipient>\
         <document><name>b.pdf</name></document><pages>3</pages>\
         <faxRecipient><number>2</number><status>BUSY</status></faxRecipient>\
         <jobId>A1</jobId></faxJobReport>",
    );
    let expected = json(
        r#"{"jobId":"A1","pages":3,"recipientStatus":[{"number":"1","status":"OK"},{"number":"2","status":"BUSY"}]}"#,
    );
    assert_eq!(report.unwrap(), expected);
}

#[test]
fn unknown_elements_are_ignored_even_if_they_look_familiar() {
    let text = with(
        "<extra><status>BUSY</status><remoteCsid>no</remoteCsid></extra><remoteCsid>yes</remoteCsid>\
         <faxRecipient><number>9</number></faxRecipient>",
    );
    let text = text.replace(
        "<jobId>",
        "<x><jobId>B2</jobId></x><status>BUSY</status><faxJobReport><jobId>C3</jobId></faxJobReport><jobId>",
    );
    let expected =
        r#"{"jobId":"A1","recipientStatus":[{"number":"1","status":"OK","remoteCsid":"yes"}]}"#;
    assert_eq!(read(&text).unwrap(), json(expected));
}

#[test]
fn entities_and_cdata_are_text() {
    for (written, read) in [
        ("A&amp;B &lt;&gt;&quot;&apos;", "A&B <>\"'"),
        (
            "&#x41;&#65;&#xfc;\u{fc}&#x1F4E0;",
            "AA\u{fc}\u{fc}\u{1f4e0}",
        ),
        ("<![CDATA[A&amp;B <status>]]>", "A&amp;B <status>"),
        ("a<![CDATA[b]]>c<!-- x -->&#100;", "abcd"),
        ("a\r\nb", "a\nb"),
        ("&amp;lt;", "&lt;"),
    ] {
        assert_eq!(csid(&format!("<remoteCsid>{written}</remoteCsid>")), read);
    }
}

#[test]
fn what_is_not_escaped_as_it_should_be_stays_as_it_is_written() {
    for text in [
        "AT&T", "a & b", "&nbsp;", "&#0;", "&#xD800;", "&;", "a\u{1}b", "]]>",
    ] {
        assert_eq!(csid(&format!("<remoteCsid>{text}</remoteCsid>")), text);
    }
}

#[test]
fn white_space_around_a_text_and_empty_texts_are_nothing() {
    assert_eq!(csid("<remoteCsid>\n  a b\t</remoteCsid>"), "a b");
    for empty in [
        "<remoteCsid/>",
        "<remoteCsid></remoteCsid>",
        "<remoteCsid> </remoteCsid>",
    ] {
        assert_eq!(csid(empty), "none");
    }
    let text = with("<durationInSecs/>").replace("<jobId>", "<pages></pages><jobId>");
    let report = read(&text).unwrap();
    assert_eq!(report.pages(), None);
    assert_eq!(report.recipients().next().unwrap().duration(), None);
}

#[test]
fn cover_page_data_and_the_reference_are_read_where_a_template_has_them() {
    let text = with(
        "<property><key>ToName</key><value>Dr. &amp; Co</value></property><property><key>Empty</key><value/></property>",
    );
    let options = "<options><jobReference>r</jobReference></options>";
    let reference = "<reference><customerDefinedId>c</customerDefinedId><billingCode>7</billingCode></reference>";
    for both in [
        format!("{options}{reference}"),
        format!("{reference}{options}"),
    ] {
        let report = read(&text.replace("<jobId>", &format!("{both}<jobId>"))).unwrap();
        assert_eq!(report.customer_defined_id(), Some("c"));
        assert_eq!(report.billing_code(), Some("7"));
        let recipient = report.recipients().next().unwrap();
        let properties: Vec<_> = recipient.properties().collect();
        assert_eq!(properties, [("ToName", "Dr. & Co"), ("Empty", "")]);
    }
}

#[test]
fn a_document_type_is_refused_before_anything_is_expanded() {
    let report = with("<remoteCsid>&lol9;</remoteCsid>");
    let mut laughs = String::from("<!ENTITY lol0 \"ha\">");
    for level in 1..10 {
        let inner = format!("&lol{};", level - 1).repeat(10);
        laughs += &format!("<!ENTITY lol{level} \"{inner}\">");
    }
    for doctype in [
        format!("<!DOCTYPE faxJobReport [{laughs}]>"),
        r#"<!DOCTYPE x [<!ENTITY lol9 SYSTEM "file:///etc/passwd">]>"#.into(),
        r#"<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">"#.into(),
        "<!DOCTYPE html>".into(),
        "<!doctype html>".into(),
    ] {
        assert_eq!(
            kind(&format!("{doctype}{report}")),
            UnreadablePushKind::Refused
        );
        let declared = format!("<?xml version=\"1.0\"?>\n{doctype}\n{report}");
        assert_eq!(kind(&declared), UnreadablePushKind::Refused);
    }
}

#[test]
fn elements_may_be_nested_so_deep_and_no_deeper() {
    let nested = |depth: usize| {
        let inner = format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        with("").replace("<jobId>", &format!("{inner}<jobId>"))
    };
    assert!(read(&nested(walk::MAX_DEPTH - 1)).is_ok());
    assert_eq!(kind(&nested(walk::MAX_DEPTH)), UnreadablePushKind::Refused);
    assert_eq!(kind(&nested(300_000)), UnreadablePushKind::Refused);
    assert_eq!(kind(&"<a>".repeat(1_000_000)), UnreadablePushKind::Refused);
}

#[test]
fn a_push_that_is_cut_anywhere_is_an_error() {
    let end = EXAMPLE.trim_end().len();
    for text in [
        EXAMPLE.to_string(),
        EXAMPLE.replace("OK", "<![CDATA[O]]>&#x4B;<!-- k -->"),
    ] {
        let end = text.trim_end().len();
        for cut in 1..end {
            assert!(read(&text[..cut]).is_err(), "{cut}");
        }
        assert!(read(&text[..end]).is_ok());
    }
    assert_eq!(kind(&EXAMPLE[..end / 2]), UnreadablePushKind::Truncated);
    assert_eq!(kind(&EXAMPLE[..end - 1]), UnreadablePushKind::Truncated);
}

#[test]
fn tags_that_do_not_match_are_no_xml() {
    for text in [
        EXAMPLE.replace("</jobId>", "</jobid>"),
        EXAMPLE.replace("</faxRecipient>", ""),
        EXAMPLE.replace("<jobId>", "<!jobId>"),
        format!("{EXAMPLE}</faxJobReport>"),
    ] {
        assert_eq!(kind(&text), UnreadablePushKind::Syntax);
    }
}

#[test]
fn what_is_missing_or_no_count_is_named_as_in_json() {
    for (text, path) in [
        (with("").replace("<jobId>A1</jobId>", ""), "jobId"),
        (with("").replace("A1", " "), "jobId"),
        (
            with("").replace("<number>1</number>", ""),
            "recipientStatus[0].number",
        ),
        (with("").replace("OK", ""), "recipientStatus[0].status"),
        (
            with("</faxRecipient><faxRecipient>"),
            "recipientStatus[1].number",
        ),
        (
            with("<durationInSecs>soon</durationInSecs>"),
            "recipientStatus[0].durationInSecs",
        ),
        (
            with("<durationInSecs>-1</durationInSecs>"),
            "recipientStatus[0].durationInSecs",
        ),
        (with("<property/>"), "recipientStatus[0].properties[0].key"),
        (
            with("").replace("<jobId>", "<pages>many</pages><jobId>"),
            "pages",
        ),
    ] {
        let error = read(&text).unwrap_err();
        assert_eq!(
            (error.kind(), error.path()),
            (UnreadablePushKind::Shape, path),
            "{text}"
        );
        assert_eq!((error.line(), error.column()), (0, 0));
    }
}

#[test]
fn another_document_or_several_reports_are_no_report() {
    let twice = format!("<reports>{0}{0}</reports>", with(""));
    for text in [
        "<html><body>no</body></html>",
        "<faxjobreport/>",
        "<!-- x -->",
        &twice,
    ] {
        assert_eq!(kind(text), UnreadablePushKind::Shape, "{text}");
    }
    assert_eq!(
        kind(&format!("{0}{0}", with(""))),
        UnreadablePushKind::Shape
    );
}

#[test]
fn an_error_tells_its_place_and_nothing_of_the_text() {
    let error = read("<faxJobReport>\n <jobId>marked</jobId>\n  </marked>").unwrap_err();
    assert_eq!((error.line(), error.column()), (3, 3));
    assert!(!format!("{error} {error:?}").contains("marked"));
    let error = read(&with("<durationInSecs>marked</durationInSecs>")).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("marked"));
}

#[test]
fn a_stranger_cannot_make_the_parser_slow_or_greedy() {
    // Would take minutes with a parser that compares all attributes or keeps all namespaces.
    let attributes: String = (0..300_000).map(|n| format!(" a{n}=\"\"")).collect();
    let namespaces: String = (0..100_000)
        .map(|n| format!(" xmlns:a{n}=\"b{n}\""))
        .collect();
    for junk in [attributes, namespaces] {
        let text = with("").replace("<jobId>", &format!("<x{junk}/><jobId>"));
        assert!(read(&text).is_ok());
    }
    let many = with("").replace("<jobId>", &format!("{}<jobId>", "<a/>".repeat(500_000)));
    assert!(read(&many).is_ok());
}

#[test]
fn the_whole_reference_is_read() {
    let report = read(
        "<faxJobReport><jobId>A1</jobId><reference><customerDefinedId>4711</customerDefinedId><billingCode>12</billingCode>\
         <billingInfo>Sales</billingInfo></reference></faxJobReport>",
    )
    .unwrap();
    assert_eq!(report.customer_defined_id(), Some("4711"));
    assert_eq!(report.billing_code(), Some("12"));
    assert_eq!(report.billing_info(), Some("Sales"));
}

#[test]
fn what_stands_beside_the_report_does_not_matter_unless_it_is_another() {
    let envelope = |rest: &str| {
        format!(
            "<envelope><before/><faxJobReport><jobId>A1</jobId></faxJobReport>{rest}</envelope>"
        )
    };
    let report = read(&envelope("<after>text</after>")).unwrap();
    assert_eq!(report.job_id().as_str(), "A1");
    assert_eq!(
        kind(&envelope("<faxJobReport/>")),
        UnreadablePushKind::Shape
    );
}
