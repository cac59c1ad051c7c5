//! The job as the service reads it: `FaxJobRequest`.

use alloc::vec::Vec;

use bytes::Bytes;

use super::json::JsonWriter;
use super::recipient::CheckedRecipient;
use super::{Document, FaxJob};

impl FaxJob {
    /// The request's JSON without the documents, and for each document that has bytes the offset in
    /// that text at which the base64 of its bytes is to be inserted, in ascending order.
    pub(crate) fn write(&self) -> (Vec<u8>, Vec<(usize, Bytes)>) {
        let recipients = self
            .recipients
            .iter()
            .map(CheckedRecipient::text_len)
            .sum::<usize>();
        let documents = self.documents.iter().map(Document::text_len).sum::<usize>();
        let mut json =
            JsonWriter::with_capacity(256 + recipients + documents, self.documents.len());
        json.root(|json| {
            json.objects("recipients", &self.recipients, |json, recipient| {
                recipient.write(json)
            });
            json.objects("documents", &self.documents, |json, document| {
                document.write(json)
            });
            json.object("reference", |json| self.reference.write(json));
            json.object("transportOptions", |json| {
                self.transport_options.write(json)
            });
            json.object("renderingOptions", |json| {
                self.rendering_options.write(json)
            });
            json.object("statusReportOptions", |json| {
                self.status_report_options.write(json)
            });
            json.object("meta", |json| {
                json.text("customerReference", self.customer_reference.as_deref());
                json.object("jobValid", |json| self.validity.write(json));
            });
        });
        json.finish()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use core::time::Duration;

    use serde_json::{Value, json};

    use super::super::*;
    use super::*;

    fn full() -> FaxJobBuilder {
        FaxJob::to("00 1 201 555-1000")
            .recipient(
                Recipient::new("+49 (89) 1234567")
                    .alternative_number("+49 89 1234568")
                    .property(Recipient::TO_NAME, "Dr. \"Weber\"")
                    .property(Recipient::SUBJECT_TEXT, "one\ntwo"),
            )
            .document(Document::text("note", "Please call.").charset(Charset::Windows1252))
            .document(Document::from_url(
                "terms.pdf",
                "https://example.com/terms.pdf",
            ))
            .document(Document::pdf("letter.pdf", "%PDF-1.7"))
            .customer_defined_id("id")
            .billing_code("code")
            .billing_info("info")
            .csid("+49 89 7654321")
            .is_express(true)
            .is_blacklist_enabled(false)
            .paper_format(PaperFormat::Letter)
            .resolution(Resolution::High)
            .coverpage_template("coverpage-default.ftl.html")
            .overlay(Overlay::new("letterhead", OverlayMode::AllButFirstPage))
            .header("%d.%m.%Y%r%P")
            .report_purge_at("2026-12-24T01:00:00+01:00")
            .report_mail(
                ReportMail::new()
                    .success_address("ok@example.com")
                    .failure_address("failed@example.com")
                    .attached_fax_image_mode(AttachedFaxImageMode::FailureOnly)
                    .attached_fax_image_format(AttachedFaxImageFormat::PdfWithOcr),
            )
            .http_status_push(HttpStatusPush::to("https://example.com/push").oauth2("me", "secret"))
            .customer_reference("reference")
            .valid_from("2026-11-23T08:00:00Z")
            .valid_until(Duration::from_secs(80 * 60))
    }

    #[test]
    fn every_field_is_written_in_the_order_of_the_documentation() {
        let (text, inserts) = full().build().unwrap().write();
        let expected = concat!(
            r#"{"recipients":[{"number":"0012015551000"},"#,
            r#"{"number":"+49891234567","alternativeNumbers":["+49891234568"],"properties":["#,
            r#"{"key":"ToName","value":"Dr. \"Weber\""},{"key":"SubjectText","value":"one\ntwo"}]}],"#,
            r#""documents":[{"name":"note.txt","charset":"Windows-1252","data":""},"#,
            r#"{"name":"terms.pdf","reference":"https://example.com/terms.pdf"},"#,
            r#"{"name":"letter.pdf","data":""}],"#,
            r#""reference":{"customerDefinedId":"id","billingCode":"code","billingInfo":"info"},"#,
            r#""transportOptions":{"csid":"+49 89 7654321","isExpress":true,"isBlacklistEnabled":false},"#,
            r#""renderingOptions":{"paperFormat":"LETTER","resolution":"HIGH","#,
            r#""coverpageTemplate":"coverpage-default.ftl.html","#,
            r#""overlay":{"name":"letterhead","mode":"ALL_BUT_FIRST_PAGE"},"header":"%d.%m.%Y%r%P"},"#,
            r#""statusReportOptions":{"reportPurgeTs":"2026-12-24T00:00:00Z","#,
            r#""reportMail":{"successAddress":"ok@example.com","failureAddress":"failed@example.com","#,
            r#""attachedFaxImageMode":"FAILURE_ONLY","attachedFaxImageFormat":"PDF_WITH_OCR"},"#,
            r#""httpStatusPush":{"targetUrl":"https://example.com/push","principal":"me","#,
            r#""credentials":"secret","authMethod":"OAUTH2"}},"#,
            r#""meta":{"customerReference":"reference","#,
            r#""jobValid":{"start":"2026-11-23T08:00:00Z","end":"PT80M"}}}"#,
        );
        let text = String::from_utf8(text).unwrap();
        assert_eq!(text, expected);
        assert_eq!(
            serde_json::from_str::<Value>(&text).unwrap()["documents"][2]["data"],
            ""
        );
        let expected = ["Please call.", "%PDF-1.7"].map(Bytes::from);
        assert_eq!(
            inserts.iter().map(|(_, bytes)| bytes).collect::<Vec<_>>(),
            [&expected[0], &expected[1]]
        );
        for (offset, _) in inserts {
            assert_eq!(
                text.split_at(offset)
                    .0
                    .rsplit_once("\"data\":\"")
                    .unwrap()
                    .1,
                ""
            );
            assert!(text.split_at(offset).1.starts_with("\"}"));
        }
    }

    #[test]
    fn what_is_not_set_is_not_sent() {
        let job = FaxJob::to("+49 89 1234567")
            .document(Document::pdf("a", "x"))
            .build()
            .unwrap();
        let (text, inserts) = job.write();
        let expected = json!({
            "recipients": [{"number": "+49891234567"}],
            "documents": [{"name": "a.pdf", "data": ""}],
        });
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), expected);
        assert_eq!(inserts.len(), 1);
    }

    #[test]
    fn a_cover_page_alone_is_enough_to_send() {
        let job = FaxJob::to("+49891234567")
            .coverpage_template("a.ftl.html")
            .build()
            .unwrap();
        let (text, inserts) = job.write();
        let expected = json!({
            "recipients": [{"number": "+49891234567"}],
            "renderingOptions": {"coverpageTemplate": "a.ftl.html"},
        });
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), expected);
        assert!(inserts.is_empty());
    }
}
