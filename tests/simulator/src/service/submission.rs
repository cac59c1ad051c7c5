//! The body of a send, field by field as the documentation names them. Unknown fields are refused; a `null` is an absent field.
//!
//! Texts are borrowed from the body: a document of 20 MiB is not copied before it is decoded.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

/// A JSON string, borrowed where it holds no escapes.
pub(crate) struct Text<'a>(Cow<'a, str>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FaxJobRequest<'a> {
    #[serde(borrow)]
    pub(crate) recipients: Option<Vec<RecipientIn<'a>>>,
    pub(crate) documents: Option<Vec<DocumentIn<'a>>>,
    pub(crate) reference: Option<ReferenceIn<'a>>,
    pub(crate) transport_options: Option<TransportOptions<'a>>,
    pub(crate) rendering_options: Option<RenderingOptions<'a>>,
    pub(crate) status_report_options: Option<StatusReportOptions<'a>>,
    pub(crate) meta: Option<Meta<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RecipientIn<'a> {
    #[serde(borrow)]
    pub(crate) number: Option<Text<'a>>,
    pub(crate) alternative_numbers: Option<Vec<Text<'a>>>,
    pub(crate) properties: Option<Vec<PropertyIn<'a>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PropertyIn<'a> {
    #[serde(borrow)]
    pub(crate) key: Option<Text<'a>>,
    pub(crate) value: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentIn<'a> {
    #[serde(borrow)]
    pub(crate) name: Option<Text<'a>>,
    pub(crate) charset: Option<Text<'a>>,
    pub(crate) reference: Option<Text<'a>>,
    pub(crate) data: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReferenceIn<'a> {
    #[serde(borrow)]
    pub(crate) customer_defined_id: Option<Text<'a>>,
    pub(crate) billing_code: Option<Text<'a>>,
    pub(crate) billing_info: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TransportOptions<'a> {
    #[serde(borrow)]
    pub(crate) csid: Option<Text<'a>>,
    pub(crate) is_express: Option<bool>,
    pub(crate) is_blacklist_enabled: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RenderingOptions<'a> {
    #[serde(borrow)]
    pub(crate) paper_format: Option<Text<'a>>,
    pub(crate) resolution: Option<Text<'a>>,
    pub(crate) coverpage_template: Option<Text<'a>>,
    pub(crate) overlay: Option<Overlay<'a>>,
    pub(crate) header: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Overlay<'a> {
    #[serde(borrow)]
    pub(crate) name: Option<Text<'a>>,
    pub(crate) mode: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct StatusReportOptions<'a> {
    #[serde(borrow)]
    pub(crate) report_purge_ts: Option<Text<'a>>,
    pub(crate) report_mail: Option<ReportMailIn<'a>>,
    pub(crate) http_status_push: Option<HttpStatusPush<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReportMailIn<'a> {
    #[serde(borrow)]
    pub(crate) success_address: Option<Text<'a>>,
    pub(crate) failure_address: Option<Text<'a>>,
    pub(crate) attached_fax_image_mode: Option<Text<'a>>,
    pub(crate) attached_fax_image_format: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct HttpStatusPush<'a> {
    #[serde(borrow)]
    pub(crate) target_url: Option<Text<'a>>,
    pub(crate) principal: Option<Text<'a>>,
    pub(crate) credentials: Option<Text<'a>>,
    pub(crate) auth_method: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Meta<'a> {
    #[serde(borrow)]
    pub(crate) customer_reference: Option<Text<'a>>,
    pub(crate) job_valid: Option<JobValid<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct JobValid<'a> {
    #[serde(borrow)]
    pub(crate) start: Option<Text<'a>>,
    pub(crate) end: Option<Text<'a>>,
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// An optional text as an owned one.
pub(crate) fn owned(text: Option<&Text<'_>>) -> Option<String> {
    text.map(|it| it.to_string())
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_borrowed_from_the_body() {
        let body = r#"{"documents":[{"name":"a\u002epdf","data":"QUJD"}]}"#;
        let request: FaxJobRequest<'_> = serde_json::from_str(body).unwrap();
        let documents = request.documents.unwrap();
        assert!(matches!(
            documents[0].data,
            Some(Text(Cow::Borrowed("QUJD")))
        ));
        assert_eq!(documents[0].name.as_deref(), Some("a.pdf"));
    }

    #[test]
    fn a_misspelled_field_is_refused() {
        for body in [
            r#"{"recipient":[]}"#,
            r#"{"meta":{"jobvalid":{}}}"#,
            r#"{"documents":[{"Name":"x"}]}"#,
        ] {
            assert!(
                serde_json::from_str::<FaxJobRequest<'_>>(body).is_err(),
                "{body}"
            );
        }
    }
}
