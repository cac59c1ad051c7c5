//! From method and path to the operation that is called.

use http::{Method, Request};
use serde::Deserialize;

use crate::Operation;
use crate::service::problem::{Problem, plain};

/// What a request asks for.
pub(crate) enum Route {
    Call {
        customer_number: String,
        call: Call,
    },
    /// The path is one of the service's, but not with this method.
    WrongMethod {
        allow: &'static str,
    },
    UnknownPath,
}

/// An operation.
pub(crate) enum Call {
    Send,
    Reports(ReportCall),
}

/// An operation on reports with what the path says, and for a bulk request with what the body says.
pub(crate) enum ReportCall {
    Get(String),
    List,
    Bulk(Result<Bulk, Problem>),
    Delete(String),
    DeleteOldest,
}

/// A bulk request: at most 1000 ids.
pub(crate) struct Bulk {
    pub(crate) delete: bool,
    pub(crate) job_ids: Vec<String>,
}

/// The most job ids that one bulk request may name.
pub(crate) const BULK_LIMIT: usize = 1000;

impl Route {
    pub(crate) fn of<B: AsRef<[u8]>>(base_path: &str, request: &Request<B>) -> Self {
        let Some(path) = request
            .uri()
            .path()
            .strip_prefix(base_path)
            .and_then(|it| it.strip_prefix('/'))
        else {
            return Self::UnknownPath;
        };
        let Some(segments) = path
            .split('/')
            .map(percent_decoded)
            .collect::<Option<Vec<_>>>()
        else {
            return Self::UnknownPath;
        };
        let segments: Vec<_> = segments.iter().map(String::as_str).collect();
        let method = request.method();
        let (customer_number, call) = match segments[..] {
            [customer, "fax"] => match *method {
                Method::POST => (customer, Call::Send),
                _ => return Self::WrongMethod { allow: "POST" },
            },
            [customer, "fax", "reports"] => match *method {
                Method::GET => (customer, Call::Reports(ReportCall::List)),
                Method::POST => (
                    customer,
                    Call::Reports(ReportCall::Bulk(Bulk::read(request))),
                ),
                Method::DELETE => (customer, Call::Reports(ReportCall::DeleteOldest)),
                _ => {
                    return Self::WrongMethod {
                        allow: "GET, POST, DELETE",
                    };
                }
            },
            [customer, "fax", "reports", id] if !id.is_empty() => match *method {
                Method::GET => (customer, Call::Reports(ReportCall::Get(id.to_owned()))),
                Method::DELETE => (customer, Call::Reports(ReportCall::Delete(id.to_owned()))),
                _ => {
                    return Self::WrongMethod {
                        allow: "GET, DELETE",
                    };
                }
            },
            _ => return Self::UnknownPath,
        };
        if customer_number.is_empty() {
            return Self::UnknownPath;
        }
        Self::Call {
            customer_number: customer_number.to_owned(),
            call,
        }
    }

    pub(crate) fn operation(&self) -> Option<Operation> {
        let call = match self {
            Self::Call {
                call: Call::Send, ..
            } => return Some(Operation::SendFax),
            Self::Call {
                call: Call::Reports(call),
                ..
            } => call,
            Self::WrongMethod { .. } | Self::UnknownPath => return None,
        };
        Some(match call {
            ReportCall::Get(_) => Operation::GetReport,
            ReportCall::List => Operation::ListReports,
            ReportCall::Bulk(Ok(Bulk { delete: true, .. })) => Operation::BulkDelete,
            ReportCall::Bulk(_) => Operation::BulkGet,
            ReportCall::Delete(_) => Operation::DeleteReport,
            ReportCall::DeleteOldest => Operation::DeleteOldest,
        })
    }
}

impl Bulk {
    fn read<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, Problem> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct Body {
            action: String,
            job_ids: Vec<String>,
        }

        super::problem::json_type(request.headers())?;
        let Body { action, job_ids } = serde_json::from_slice(request.body().as_ref())
            .map_err(|it| Problem::new("", plain(&it)))?;
        let delete = match action.to_ascii_uppercase().as_str() {
            "GET" => false,
            "DELETE" => true,
            _ => return Err(Problem::new("action", "must be GET or DELETE")),
        };
        if job_ids.len() > BULK_LIMIT {
            return Err(Problem::new("jobIds", "more than 1000"));
        }
        Ok(Self { delete, job_ids })
    }
}

/// A path segment with its percent-encoding undone; none if it is malformed or not UTF-8.
fn percent_decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(if byte == b'%' {
            u8::try_from(digit()? * 16 + digit()?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: &str, path: &str, body: &str) -> Route {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json");
        Route::of("/rest/v1", &request.body(body.to_owned()).unwrap())
    }

    #[test]
    fn each_operation_is_found() {
        let cases = [
            ("POST", "/rest/v1/1/fax", "", Operation::SendFax),
            ("GET", "/rest/v1/1/fax/reports/a", "", Operation::GetReport),
            ("GET", "/rest/v1/1/fax/reports", "", Operation::ListReports),
            (
                "POST",
                "/rest/v1/1/fax/reports",
                r#"{"action":"gEt","jobIds":[]}"#,
                Operation::BulkGet,
            ),
            (
                "POST",
                "/rest/v1/1/fax/reports",
                r#"{"action":"Delete","jobIds":["a"]}"#,
                Operation::BulkDelete,
            ),
            (
                "DELETE",
                "/rest/v1/1/fax/reports/a",
                "",
                Operation::DeleteReport,
            ),
            (
                "DELETE",
                "/rest/v1/1/fax/reports",
                "",
                Operation::DeleteOldest,
            ),
        ];
        for (method, path, body, operation) in cases {
            assert_eq!(route(method, path, body).operation(), Some(operation));
        }
    }

    #[test]
    fn segments_are_percent_decoded() {
        let Route::Call {
            customer_number,
            call: Call::Reports(ReportCall::Get(id)),
        } = route("GET", "/rest/v1/a%2Fb%20%C3%A4/fax/reports/x%3f", "")
        else {
            panic!("not found");
        };
        assert_eq!((customer_number.as_str(), id.as_str()), ("a/b ä", "x?"));
    }

    #[test]
    fn badly_joined_paths_are_unknown() {
        let paths = [
            "/rest/v1/1/fax/",
            "/rest/v1//fax",
            "//rest/v1/1/fax",
            "/rest/v1/1/fax/reports/a/b",
            "/1/fax",
            "/rest/v1/%FF/fax",
            "/rest/v1/%4/fax",
        ];
        for path in paths {
            assert!(
                matches!(route("POST", path, ""), Route::UnknownPath),
                "{path}"
            );
        }
    }

    #[test]
    fn a_wrong_method_is_told_apart() {
        assert!(matches!(
            route("GET", "/rest/v1/1/fax", ""),
            Route::WrongMethod { allow: "POST" }
        ));
        assert!(matches!(
            route("PUT", "/rest/v1/1/fax/reports", ""),
            Route::WrongMethod { .. }
        ));
    }

    #[test]
    fn a_bulk_request_that_breaks_a_rule_is_a_problem() {
        let many = format!(
            r#"{{"action":"GET","jobIds":[{}"a"]}}"#,
            r#""a","#.repeat(1000)
        );
        let cases = [
            "",
            "{}",
            r#"{"action":"PUT","jobIds":[]}"#,
            r#"{"action":"GET"}"#,
            r#"{"action":"GET","jobIds":[],"x":1}"#,
            &many,
        ];
        for body in cases {
            assert!(matches!(
                route("POST", "/rest/v1/1/fax/reports", body),
                Route::Call {
                    call: Call::Reports(ReportCall::Bulk(Err(_))),
                    ..
                }
            ));
        }
    }
}
