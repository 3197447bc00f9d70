//! One style sheet out of `style/main.css` and what it imports.

use anyhow::{Result, anyhow};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    printer::PrinterOptions,
    stylesheet::{MinifyOptions, ParserOptions},
    targets::{Browsers, Targets},
};

use super::site::Site;
use crate::project::Project;

/// Browsers of the last two years or so. All of them know cascade layers, nesting and
/// `color-mix`, so hardly anything is rewritten.
const BROWSERS: Browsers = Browsers {
    android: None,
    chrome: Some(123 << 16),
    edge: Some(123 << 16),
    firefox: Some(125 << 16),
    ie: None,
    ios_saf: Some((17 << 16) | (4 << 8)),
    opera: None,
    safari: Some((17 << 16) | (4 << 8)),
    samsung: None,
};

/// Bundles and minifies. A problem is told with its file and line.
pub(super) fn bundle(project: &Project, site: &mut Site) -> Result<String> {
    let entry = project.root().join("style/main.css");
    let files = FileProvider::new();
    let targets = Targets::from(BROWSERS);
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(&entry).map_err(|error| anyhow!("{error}"))?;
    sheet
        .minify(MinifyOptions {
            targets,
            ..MinifyOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    let options = PrinterOptions {
        minify: true,
        targets,
        ..PrinterOptions::default()
    };
    let code = sheet
        .to_css(options)
        .map_err(|error| anyhow!("{error}"))?
        .code;
    let note = format!("{:.1} KB", f64::from(u32::try_from(code.len())?) / 1000.0);
    site.add_style(code.into_bytes())?;
    Ok(note)
}
