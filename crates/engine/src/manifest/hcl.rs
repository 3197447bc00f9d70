//! Manifests in HCL.

use hcl::edit::Span;
use hcl::edit::expr::Expression;
use hcl::edit::structure::{Block as HclBlock, Structure};
use hcl::eval::{Context, Evaluate};

use super::Report;
use super::block::{Attribute, Block, Written};
use crate::position::{count, position};

/// What a file says: its attributes and its `policy` blocks.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) attributes: Vec<Attribute>,
    pub(super) blocks: Vec<Block>,
}

/// Reads a file; `None` when it is not HCL.
pub(super) fn read(text: &str, report: &mut Report<'_>) -> Option<Document> {
    let body = match hcl::edit::parser::parse_body(text) {
        Ok(body) => body,
        Err(error) => {
            let place = error.location();
            report.error(
                (count(place.line()), count(place.column())),
                format!(
                    "the manifest is not valid HCL: {}",
                    error.message().replace('\n', "; ")
                ),
            );
            return None;
        }
    };
    let mut document = Document::default();
    for structure in &body {
        match structure {
            Structure::Attribute(attribute) => {
                document.attributes.push(attribute_of(text, attribute));
            }
            Structure::Block(block) => {
                document.blocks.extend(block_of(text, block, report));
            }
        }
    }
    Some(document)
}

fn block_of(text: &str, block: &HclBlock, report: &mut Report<'_>) -> Option<Block> {
    let at = place(text, block.span());
    let ident = block.ident.as_str();
    if ident != "policy" {
        report.warn(at, format!("the unknown block `{ident}` is ignored"));
        return None;
    }
    let [label] = &block.labels[..] else {
        report.error(
            at,
            format!(
                "a policy block has {} names: write policy \"name\" {{ … }}",
                block.labels.len()
            ),
        );
        return None;
    };
    let mut attributes = Vec::new();
    for structure in &block.body {
        match structure {
            Structure::Attribute(attribute) => attributes.push(attribute_of(text, attribute)),
            Structure::Block(inner) => report.warn(
                place(text, inner.span()),
                format!(
                    "the block `{}` in a policy is ignored",
                    inner.ident.as_str()
                ),
            ),
        }
    }
    Some(Block {
        name: label.as_str().to_owned(),
        attributes,
        at,
    })
}

fn attribute_of(text: &str, attribute: &hcl::edit::structure::Attribute) -> Attribute {
    Attribute {
        key: attribute.key.as_str().to_owned(),
        value: value_of(&attribute.value),
        at: place(text, attribute.span()),
    }
}

/// Literals, here-documents and constant expressions have a value; what needs a variable or a
/// function does not.
fn value_of(expression: &Expression) -> Written {
    let plain = hcl::Expression::from(expression.clone());
    match plain.evaluate(&Context::new()) {
        Ok(hcl::Value::String(text)) => Written::Text(text),
        Ok(hcl::Value::Bool(value)) => Written::Bool(value),
        Ok(hcl::Value::Null) => Written::Other("null".to_owned()),
        Ok(hcl::Value::Number(_)) => Written::Other("a number".to_owned()),
        Ok(hcl::Value::Array(_)) => Written::Other("a list".to_owned()),
        Ok(hcl::Value::Object(_)) => Written::Other("an object".to_owned()),
        Err(_) => Written::Other("not a constant".to_owned()),
    }
}

fn place(text: &str, span: Option<std::ops::Range<usize>>) -> (u32, u32) {
    span.map_or((1, 1), |span| position(text, span.start))
}
