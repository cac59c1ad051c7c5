//! How the pages look.

use alloc::string::String;
use core::fmt;

use super::header;
use super::json::JsonWriter;
use super::problem::Problems;
use super::text;

/// `renderingOptions`: what the service makes of the documents.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct RenderingOptions {
    pub(crate) paper_format: Option<PaperFormat>,
    pub(crate) resolution: Option<Resolution>,
    pub(crate) coverpage_template: Option<String>,
    pub(crate) overlay: Option<Overlay>,
    pub(crate) header: Option<String>,
}

impl RenderingOptions {
    pub(crate) fn check(&self, problems: &mut Problems) {
        let template = self.coverpage_template.as_deref();
        text::check_line(
            template,
            None,
            "renderingOptions.coverpageTemplate",
            problems,
        );
        let overlay = self.overlay.as_ref().map(|overlay| overlay.name.as_str());
        text::check_line(overlay, None, "renderingOptions.overlay.name", problems);
        if let Some(header) = &self.header {
            header::check_header(header, problems);
        }
    }

    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.text("paperFormat", self.paper_format.map(PaperFormat::as_str));
        json.text("resolution", self.resolution.map(Resolution::as_str));
        json.text("coverpageTemplate", self.coverpage_template.as_deref());
        if let Some(overlay) = &self.overlay {
            json.object("overlay", |json| {
                json.text("name", overlay.name.as_str());
                json.text("mode", overlay.mode.as_str());
            });
        }
        json.text("header", self.header.as_deref());
    }
}

/// The size of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PaperFormat {
    /// ISO A4, `A4`.
    A4,
    /// US letter, `LETTER`.
    Letter,
}

impl PaperFormat {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "LETTER",
        }
    }
}

/// How fine the pages are rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Resolution {
    /// Finer, and slower to transmit: `HIGH`.
    High,
    /// Coarser, and faster to transmit: `LOW`.
    Low,
}

impl Resolution {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "HIGH",
            Self::Low => "LOW",
        }
    }
}

/// A stationery that the service lays over the pages: a black-and-white page stored there.
#[derive(Clone, PartialEq, Eq)]
pub struct Overlay {
    name: String,
    mode: OverlayMode,
}

impl Overlay {
    /// The overlay stored under this name, without folder and extension, on these pages.
    #[must_use]
    pub fn new(name: impl Into<String>, mode: OverlayMode) -> Self {
        Self {
            name: name.into(),
            mode,
        }
    }
}

impl fmt::Debug for Overlay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Overlay")
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

/// The pages that get an [`Overlay`]. A cover page is the first page, but belongs to no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OverlayMode {
    /// `ALL_PAGES`.
    AllPages,
    /// `NO_OVERLAY`: as if there were none.
    NoOverlay,
    /// `FIRST_PAGE`.
    FirstPage,
    /// `LAST_PAGE`.
    LastPage,
    /// `ALL_BUT_FIRST_PAGE`.
    AllButFirstPage,
    /// `ALL_BUT_LAST_PAGE`.
    AllButLastPage,
    /// `ALL_BUT_FIRST_AND_LAST_PAGE`.
    AllButFirstAndLastPage,
    /// `FIRST_FILE`: the pages of the first document.
    FirstFile,
}

impl OverlayMode {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllPages => "ALL_PAGES",
            Self::NoOverlay => "NO_OVERLAY",
            Self::FirstPage => "FIRST_PAGE",
            Self::LastPage => "LAST_PAGE",
            Self::AllButFirstPage => "ALL_BUT_FIRST_PAGE",
            Self::AllButLastPage => "ALL_BUT_LAST_PAGE",
            Self::AllButFirstAndLastPage => "ALL_BUT_FIRST_AND_LAST_PAGE",
            Self::FirstFile => "FIRST_FILE",
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::super::problem::Problem;
    use super::*;

    #[test]
    fn names_are_visible_and_not_empty() {
        let options = RenderingOptions {
            coverpage_template: Some(String::new()),
            overlay: Some(Overlay::new("\n", OverlayMode::AllPages)),
            header: Some("%".into()),
            ..RenderingOptions::default()
        };
        assert_eq!(
            Problems::collected(|problems| options.check(problems)),
            [
                ("renderingOptions.coverpageTemplate".into(), Problem::Empty),
                (
                    "renderingOptions.overlay.name".into(),
                    Problem::ControlCharacter { position: 0 }
                ),
                (
                    "renderingOptions.header".into(),
                    Problem::LonePercent { position: 0 }
                ),
            ]
        );
        assert_eq!(
            Problems::collected(|found| RenderingOptions::default().check(found)),
            []
        );
    }

    #[test]
    fn the_header_may_be_empty() {
        let options = RenderingOptions {
            header: Some(String::new()),
            ..RenderingOptions::default()
        };
        assert_eq!(Problems::collected(|problems| options.check(problems)), []);
        assert_eq!(
            JsonWriter::written(|json| options.write(json)),
            r#"{"header":""}"#
        );
    }

    #[test]
    fn all_values_have_the_names_of_the_api() {
        use OverlayMode::*;
        let modes = [
            AllPages,
            NoOverlay,
            FirstPage,
            LastPage,
            AllButFirstPage,
            AllButLastPage,
            AllButFirstAndLastPage,
            FirstFile,
        ];
        assert_eq!(
            modes.map(OverlayMode::as_str).join(" "),
            "ALL_PAGES NO_OVERLAY FIRST_PAGE LAST_PAGE ALL_BUT_FIRST_PAGE ALL_BUT_LAST_PAGE \
             ALL_BUT_FIRST_AND_LAST_PAGE FIRST_FILE"
        );
        assert_eq!(
            [PaperFormat::A4, PaperFormat::Letter].map(PaperFormat::as_str),
            ["A4", "LETTER"]
        );
        assert_eq!(
            [Resolution::High, Resolution::Low].map(Resolution::as_str),
            ["HIGH", "LOW"]
        );
    }

    #[test]
    fn debug_hides_the_overlay_name() {
        let overlay = Overlay::new("marked", OverlayMode::FirstFile);
        assert_eq!(format!("{overlay:?}"), "Overlay { mode: FirstFile, .. }");
    }
}
