//! The XML push: the layout of the service's SOAP report.

use std::fmt;
use std::time::Duration;

use crate::Endpoint;
use crate::service::id;
use crate::service::job::{Facts, Options, Recipient};
use crate::service::wall::Wall;

pub(super) fn report(
    seed: u64,
    center: Endpoint,
    serial: u64,
    facts: &Facts,
    now: Duration,
    wall: Wall,
) -> String {
    let mut xml = Xml(String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    xml.0
        .push_str("<faxJobReport xmlns=\"http://retarus.com/fax4ba/faxws/3/0\">");
    xml.text("jobId", id::job_id(seed, center, serial));
    xml.element("reportMail", |xml| {
        let mail = facts.report_mail.as_ref();
        xml.text(
            "successAddress",
            mail.and_then(|it| it.success_address.as_deref())
                .unwrap_or_default(),
        );
        xml.text(
            "failureAddress",
            mail.and_then(|it| it.failure_address.as_deref())
                .unwrap_or_default(),
        );
        xml.text(
            "attachedFaxImageMode",
            mail.and_then(|it| it.image_mode.as_deref())
                .unwrap_or("NEVER"),
        );
        xml.text(
            "attachedFaxImageFormat",
            mail.and_then(|it| it.image_format.as_deref())
                .unwrap_or("TIFF"),
        );
    });
    if let Some(push) = &facts.push {
        xml.element("httpStatusPush", |xml| {
            xml.text("url", &push.url);
            xml.text("authMethod", push.auth_method.name());
        });
    }
    for (index, recipient) in facts.recipients.iter().enumerate() {
        let number_id = id::number_id(seed, center, serial, index);
        xml.element("faxRecipient", |xml| {
            fax_recipient(xml, recipient, &number_id, now, wall)
        });
    }
    for document in &facts.documents {
        xml.element("document", |xml| {
            xml.text("name", &document.name);
            xml.text("isText", document.is_text);
        });
    }
    xml.element("options", |xml| {
        options(xml, &facts.options, facts.customer_defined_id())
    });
    xml.text("pages", facts.pages);
    xml.0.push_str("</faxJobReport>\n");
    xml.0
}

fn fax_recipient(xml: &mut Xml, recipient: &Recipient, number_id: &str, now: Duration, wall: Wall) {
    let outcome = recipient.outcome;
    xml.text("number", &recipient.number);
    xml.text("numId", number_id);
    for property in recipient.properties.iter().flatten() {
        xml.element("property", |xml| {
            xml.text("key", &property.key);
            xml.text("value", &property.value);
        });
    }
    xml.text("status", outcome.status);
    xml.text("reason", outcome.reason());
    xml.text("sentTS", wall.iso(outcome.finished.unwrap_or(now)));
    xml.text("durationInSecs", outcome.duration_in_secs);
    xml.text("sentToNumber", recipient.sent_to_number());
    xml.text("remoteCsid", recipient.remote_csid());
}

fn options(xml: &mut Xml, options: &Options, customer_defined_id: Option<&str>) {
    xml.optional("resolution", options.resolution.as_deref());
    xml.optional("csid", options.csid.as_deref());
    xml.optional("header", options.header.as_deref());
    xml.optional("isBlacklistEnabled", options.is_blacklist_enabled);
    xml.optional("isExpress", options.is_express);
    if let Some((name, mode)) = &options.overlay {
        xml.element("overlay", |xml| {
            xml.text("name", name);
            xml.optional("mode", mode.as_deref());
        });
    }
    xml.optional(
        "coverpageTemplateName",
        options.coverpage_template.as_deref(),
    );
    xml.optional(
        "jobReference",
        customer_defined_id.or(options.customer_reference.as_deref()),
    );
}

/// XML as it grows.
struct Xml(String);

impl Xml {
    fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.0.extend(["<", name, ">"]);
        content(self);
        self.0.extend(["</", name, ">"]);
    }

    fn text(&mut self, name: &str, text: impl fmt::Display) {
        let text = text.to_string();
        if text.is_empty() {
            self.0.extend(["<", name, "/>"]);
        } else {
            self.element(name, |it| it.escaped(&text));
        }
    }

    fn optional(&mut self, name: &str, text: Option<impl fmt::Display>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                // Otherwise a parser would make a line feed of it.
                '\r' => self.0.push_str("&#13;"),
                '\t' | '\n' => self.0.push(character),
                // XML 1.0 has no way to write these.
                it if it.is_control() && it < ' ' => self.0.push('\u{fffd}'),
                '\u{fffe}' | '\u{ffff}' => self.0.push('\u{fffd}'),
                it => self.0.push(it),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::service::testing::{SECOND, World};

    #[test]
    fn the_report_has_the_documented_layout() {
        let mut world = World::new();
        let fax = json!({
            "recipients": [{"number": "+49 89 12504001710"}, {"number": "+99900000100"}],
            "documents": [{"name": "document.pdf", "data": "QUJD"}, {"name": "b.txt", "data": "QUJD"}],
            "reference": {"customerDefinedId": "a & b <\"c\"> \u{1}"},
            "transportOptions": {"csid": "x", "isExpress": true},
            "renderingOptions": {"overlay": {"name": "o", "mode": "ALL_PAGES"}, "header": "%%\r\n"},
            "statusReportOptions": {"httpStatusPush": {
                "targetUrl": "https://statuslistener.example.com:9564/v3",
                "authMethod": "HTTP_BASIC",
            }},
        });
        let id = world.send(crate::Endpoint::De1, &fax);
        let push = world.service.due_pushes(2 * SECOND).remove(0);
        let xml = String::from_utf8(push.request.into_parts().1).unwrap();
        let numbers: Vec<_> = xml
            .match_indices("<numId>FN")
            .map(|(at, _)| &xml[at + 7..at + 29])
            .collect();
        let expected = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <faxJobReport xmlns=\"http://retarus.com/fax4ba/faxws/3/0\"><jobId>{id}</jobId>\
             <reportMail><successAddress/><failureAddress/>\
             <attachedFaxImageMode>NEVER</attachedFaxImageMode>\
             <attachedFaxImageFormat>TIFF</attachedFaxImageFormat></reportMail>\
             <httpStatusPush><url>https://statuslistener.example.com:9564/v3</url>\
             <authMethod>HTTP_BASIC</authMethod></httpStatusPush>\
             <faxRecipient><number>+49 89 12504001710</number><numId>{}</numId><status>OK</status>\
             <reason>OK</reason><sentTS>2026-01-01T00:00:02Z</sentTS><durationInSecs>26</durationInSecs>\
             <sentToNumber>00498912504001710</sentToNumber>\
             <remoteCsid>+498912504001710</remoteCsid></faxRecipient>\
             <faxRecipient><number>+99900000100</number><numId>{}</numId><status>BUSY</status>\
             <reason>simulated</reason><sentTS>2026-01-01T00:00:02Z</sentTS>\
             <durationInSecs>0</durationInSecs><sentToNumber>0099900000100</sentToNumber>\
             <remoteCsid/></faxRecipient>\
             <document><name>document.pdf</name><isText>false</isText></document>\
             <document><name>b.txt</name><isText>true</isText></document>\
             <options><csid>x</csid><header>%%&#13;\n</header><isExpress>true</isExpress>\
             <overlay><name>o</name><mode>ALL_PAGES</mode></overlay>\
             <jobReference>a &amp; b &lt;&quot;c&quot;&gt; \u{fffd}</jobReference></options>\
             <pages>2</pages></faxJobReport>\n",
            numbers[0], numbers[1],
        );
        assert_eq!(xml, expected);
        assert_ne!(numbers[0], numbers[1]);
    }
}
