//! Manifests in HCL's JSON form, `{"policy": {"name": {…}}}`, and lists of such blocks.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Report;
use super::block::{Attribute, Block, Written};
use crate::position::{count, position};

/// JSON that keeps its order and its repeated keys.
#[derive(Debug)]
enum Json {
    Text(String),
    Bool(bool),
    Null,
    Number,
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Reads every block; `None` when the file is not JSON or of another shape.
pub(super) fn read(text: &str, report: &mut Report<'_>) -> Option<Vec<Block>> {
    let document = match serde_json::from_str::<Json>(text) {
        Ok(Json::Object(members)) => members,
        Ok(_) => {
            report.error(
                (1, 1),
                "the manifest is not an object: write {\"policy\": {…}}",
            );
            return None;
        }
        Err(error) => {
            report.error(
                (count(error.line()).max(1), count(error.column()).max(1)),
                format!("the manifest is not valid JSON: {error}"),
            );
            return None;
        }
    };
    let mut blocks = Blocks {
        text,
        report,
        searched: 0,
        found: Vec::new(),
    };
    for (key, value) in document {
        match (key.as_str(), value) {
            ("policy", value) => blocks.collect(value),
            ("//", _) => {}
            (other, _) => {
                let at = blocks.place(other);
                blocks
                    .report
                    .warn(at, format!("the unknown member `{other}` is ignored"));
            }
        }
    }
    Some(blocks.found)
}

struct Blocks<'a, 'b> {
    text: &'a str,
    report: &'a mut Report<'b>,
    /// How far names were found in the text: serde tells no positions, so each name is looked up
    /// behind the one before it.
    searched: usize,
    found: Vec<Block>,
}

impl Blocks<'_, '_> {
    fn collect(&mut self, value: Json) {
        match value {
            Json::Object(members) => self.collect_object(members),
            Json::List(items) => {
                for item in items {
                    self.collect(item);
                }
            }
            _ => {
                let at = self.place("policy");
                self.report
                    .error(at, "`policy` is neither an object nor a list");
            }
        }
    }

    fn collect_object(&mut self, members: Vec<(String, Json)>) {
        let is_block = members.iter().any(|(key, value)| {
            matches!(
                (key.as_str(), value),
                ("query" | "enforcement_level" | "name", Json::Text(_))
            )
        });
        if is_block {
            return self.unlabelled(members);
        }
        for (name, value) in members {
            if name == "//" {
                continue;
            }
            let at = self.place(&name);
            match value {
                Json::Object(attributes) => self.push(name, attributes, at),
                Json::List(items) => {
                    for item in items {
                        if let Json::Object(attributes) = item {
                            self.push(name.clone(), attributes, at);
                        } else {
                            self.report
                                .error(at, format!("policy `{name}` is not an object"));
                        }
                    }
                }
                _ => self
                    .report
                    .error(at, format!("policy `{name}` is not an object")),
            }
        }
    }

    /// A block in a list that has its name as a member.
    fn unlabelled(&mut self, mut members: Vec<(String, Json)>) {
        let index = members.iter().position(|(key, _)| key == "name");
        if let Some((_, Json::Text(name))) = index.map(|index| members.remove(index)) {
            let at = self.place(&name);
            self.push(name, members, at);
        } else {
            let at = self.place("policy");
            self.report.error(
                at,
                "a policy has no name: write {\"policy\": {\"name\": {…}}}",
            );
        }
    }

    fn push(&mut self, name: String, members: Vec<(String, Json)>, at: (u32, u32)) {
        let start = self.searched;
        let attributes = members
            .into_iter()
            .filter(|(key, _)| key != "//")
            .map(|(key, value)| Attribute {
                at: self.place(&key),
                key,
                value: match value {
                    Json::Text(text) => Written::Text(text),
                    Json::Bool(value) => Written::Bool(value),
                    Json::Null => Written::Other("null".to_owned()),
                    Json::Number => Written::Other("a number".to_owned()),
                    Json::List(_) => Written::Other("a list".to_owned()),
                    Json::Object(_) => Written::Other("an object".to_owned()),
                },
            })
            .collect();
        self.searched = self.searched.max(start);
        self.found.push(Block {
            name,
            attributes,
            at,
        });
    }

    /// Where `name` stands as a string, behind what was found before.
    fn place(&mut self, name: &str) -> (u32, u32) {
        let quoted = serde_json::Value::from(name).to_string();
        let found = self.text[self.searched..].find(&quoted);
        let offset = found.map_or(self.searched, |index| self.searched + index);
        if found.is_some() {
            self.searched = offset + quoted.len();
        }
        position(self.text, offset)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}
