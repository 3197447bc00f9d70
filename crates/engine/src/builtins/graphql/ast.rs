//! GraphQL's syntax tree, with the members of gqlparser's `ast` package.

use regorus::Value as Rego;

use super::member::{Member, Members, Try, items, object};
use crate::builtins::Failure;

/// Where something stands: a line and a column from one, or nowhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A node: its fields with the names that they have as JSON, and its place where an error may be
/// there. `exact` as in [`Members::of`].
macro_rules! node {
    ($name:ident, exact: $exact:literal, { $($field:ident: $type:ty = $key:literal,)* }
        $(at $position:ident)?) => {
        #[derive(Debug, Clone, Default)]
        pub(super) struct $name {
            $(pub(super) $field: $type,)*
            $(pub(super) $position: Position,)?
        }

        impl Member for $name {
            fn write(&self) -> Option<Rego> {
                object([$(($key, self.$field.write()),)*])
            }

            fn read(value: &Rego) -> Try<Self> {
                let members = Members::of(value, &[$($key,)*], $exact)?;
                Ok(Self {
                    $($field: members.read($key)?,)*
                    $($position: Position::default(),)?
                })
            }
        }
    };
}

pub(super) type Comments = Option<Box<CommentGroup>>;

node!(CommentGroup, exact: false, {
    list: Vec<Comment> = "List",
});

node!(Comment, exact: false, {
    value: String = "Value",
});

node!(QueryDocument, exact: false, {
    operations: Vec<OperationDefinition> = "Operations",
    fragments: Vec<FragmentDefinition> = "Fragments",
    comment: Comments = "Comment",
});

node!(OperationDefinition, exact: true, {
    operation: String = "Operation",
    name: String = "Name",
    variables: Vec<VariableDefinition> = "VariableDefinitions",
    directives: Vec<Directive> = "Directives",
    selections: SelectionSet = "SelectionSet",
    comment: Comments = "Comment",
} at position);

node!(VariableDefinition, exact: false, {
    variable: String = "Variable",
    r#type: Type = "Type",
    default: Option<Box<Value>> = "DefaultValue",
    directives: Vec<Directive> = "Directives",
    comment: Comments = "Comment",
    used: bool = "Used",
} at position);

node!(FragmentDefinition, exact: true, {
    name: String = "Name",
    variables: Vec<VariableDefinition> = "VariableDefinition",
    condition: String = "TypeCondition",
    directives: Vec<Directive> = "Directives",
    selections: SelectionSet = "SelectionSet",
    comment: Comments = "Comment",
} at position);

node!(Field, exact: true, {
    alias: String = "Alias",
    name: String = "Name",
    arguments: Vec<Argument> = "Arguments",
    directives: Vec<Directive> = "Directives",
    selections: SelectionSet = "SelectionSet",
    comment: Comments = "Comment",
} at position);

node!(FragmentSpread, exact: false, {
    name: String = "Name",
    directives: Vec<Directive> = "Directives",
    comment: Comments = "Comment",
} at position);

node!(InlineFragment, exact: true, {
    condition: String = "TypeCondition",
    directives: Vec<Directive> = "Directives",
    selections: SelectionSet = "SelectionSet",
    comment: Comments = "Comment",
} at position);

node!(Argument, exact: false, {
    name: String = "Name",
    value: Option<Box<Value>> = "Value",
    comment: Comments = "Comment",
} at position);

node!(Directive, exact: false, {
    name: String = "Name",
    arguments: Vec<Argument> = "Arguments",
    location: String = "Location",
} at position);

node!(Type, exact: false, {
    named: String = "NamedType",
    element: Option<Box<Type>> = "Elem",
    non_null: bool = "NonNull",
} at position);

node!(Value, exact: false, {
    raw: String = "Raw",
    children: Vec<ChildValue> = "Children",
    kind: ValueKind = "Kind",
    comment: Comments = "Comment",
    expected_type_has_default: bool = "ExpectedTypeHasDefault",
} at position);

node!(ChildValue, exact: false, {
    name: String = "Name",
    value: Option<Box<Value>> = "Value",
    comment: Comments = "Comment",
} at position);

node!(SchemaDocument, exact: false, {
    schema: Vec<SchemaDefinition> = "Schema",
    schema_extensions: Vec<SchemaDefinition> = "SchemaExtension",
    directives: Vec<DirectiveDefinition> = "Directives",
    definitions: Vec<Definition> = "Definitions",
    extensions: Vec<Definition> = "Extensions",
    comment: Comments = "Comment",
});

node!(SchemaDefinition, exact: false, {
    description: String = "Description",
    directives: Vec<Directive> = "Directives",
    operation_types: Vec<OperationTypeDefinition> = "OperationTypes",
    before_description: Comments = "BeforeDescriptionComment",
    after_description: Comments = "AfterDescriptionComment",
    before_end: Comments = "EndOfDefinitionComment",
} at position);

node!(OperationTypeDefinition, exact: false, {
    operation: String = "Operation",
    r#type: String = "Type",
    comment: Comments = "Comment",
} at position);

node!(Definition, exact: false, {
    kind: String = "Kind",
    description: String = "Description",
    name: String = "Name",
    directives: Vec<Directive> = "Directives",
    interfaces: Vec<String> = "Interfaces",
    fields: Vec<FieldDefinition> = "Fields",
    types: Vec<String> = "Types",
    enum_values: Vec<EnumValueDefinition> = "EnumValues",
    built_in: bool = "BuiltIn",
    before_description: Comments = "BeforeDescriptionComment",
    after_description: Comments = "AfterDescriptionComment",
    before_end: Comments = "EndOfDefinitionComment",
} at position);

node!(FieldDefinition, exact: false, {
    description: String = "Description",
    name: String = "Name",
    arguments: Vec<ArgumentDefinition> = "Arguments",
    default: Option<Box<Value>> = "DefaultValue",
    r#type: Type = "Type",
    directives: Vec<Directive> = "Directives",
    before_description: Comments = "BeforeDescriptionComment",
    after_description: Comments = "AfterDescriptionComment",
} at position);

node!(ArgumentDefinition, exact: false, {
    description: String = "Description",
    name: String = "Name",
    default: Option<Box<Value>> = "DefaultValue",
    r#type: Type = "Type",
    directives: Vec<Directive> = "Directives",
    before_description: Comments = "BeforeDescriptionComment",
    after_description: Comments = "AfterDescriptionComment",
} at position);

node!(EnumValueDefinition, exact: false, {
    description: String = "Description",
    name: String = "Name",
    directives: Vec<Directive> = "Directives",
    before_description: Comments = "BeforeDescriptionComment",
    after_description: Comments = "AfterDescriptionComment",
} at position);

node!(DirectiveDefinition, exact: false, {
    description: String = "Description",
    name: String = "Name",
    arguments: Vec<ArgumentDefinition> = "Arguments",
    locations: Vec<String> = "Locations",
    is_repeatable: bool = "IsRepeatable",
    before_description: Comments = "BeforeDescriptionComment",
    after_description: Comments = "AfterDescriptionComment",
} at position);

/// What stands in a selection set.
#[derive(Debug, Clone)]
pub(super) enum Selection {
    Field(Field),
    Spread(FragmentSpread),
    Inline(InlineFragment),
}

pub(super) type SelectionSet = Vec<Selection>;

impl Member for SelectionSet {
    fn write(&self) -> Option<Rego> {
        let written: Vec<Rego> = self
            .iter()
            .filter_map(|selection| match selection {
                Selection::Field(field) => field.write(),
                Selection::Spread(spread) => spread.write(),
                Selection::Inline(inline) => inline.write(),
            })
            .collect();
        (!written.is_empty()).then(|| Rego::from(written))
    }

    /// As gqlparser tries them in turn. A fragment reads as a field, for a field needs nothing;
    /// what reads as none of them is left out.
    fn read(value: &Rego) -> Try<Self> {
        let mut selections = Self::new();
        for item in items(value)? {
            if matches!(item, Rego::Null) {
                selections.push(Selection::Field(Field::default()));
                continue;
            }
            let read = attempt(Field::read(item))?.map(Selection::Field);
            let read = match read {
                Some(read) => Some(read),
                None => attempt(FragmentSpread::read(item))?.map(Selection::Spread),
            };
            let read = match read {
                Some(read) => Some(read),
                None => attempt(InlineFragment::read(item))?.map(Selection::Inline),
            };
            selections.extend(read);
        }
        Ok(selections)
    }
}

fn attempt<T>(read: Try<T>) -> Try<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(Failure::Builtin(_)) => Ok(None),
        Err(limit) => Err(limit),
    }
}

/// What a value is; gqlparser writes its number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum ValueKind {
    #[default]
    Variable,
    Int,
    Float,
    String,
    Block,
    Boolean,
    Null,
    Enum,
    List,
    Object,
}

impl ValueKind {
    const ALL: [Self; 10] = [
        Self::Variable,
        Self::Int,
        Self::Float,
        Self::String,
        Self::Block,
        Self::Boolean,
        Self::Null,
        Self::Enum,
        Self::List,
        Self::Object,
    ];
}

impl Member for ValueKind {
    fn write(&self) -> Option<Rego> {
        let number = Self::ALL.iter().position(|kind| kind == self)?;
        Some(Rego::from(number))
    }

    fn read(value: &Rego) -> Try<Self> {
        let number = match value {
            Rego::Number(number) if number.is_integer() => number.as_i64(),
            _ => {
                return Err(Failure::builtin(
                    "a GraphQL syntax tree: expected an integer as the kind of a value",
                ));
            }
        };
        number
            .and_then(|number| usize::try_from(number).ok())
            .and_then(|number| Self::ALL.get(number).copied())
            .ok_or_else(|| {
                Failure::Limit(
                    "a GraphQL syntax tree: expected 0 to 9 as the kind of a value".to_owned(),
                )
            })
    }
}

impl Type {
    /// The type at the heart of its lists.
    pub(super) fn name(&self) -> &str {
        let mut heart = self;
        while heart.named.is_empty() {
            match &heart.element {
                Some(element) => heart = element,
                None => break,
            }
        }
        &heart.named
    }

    /// Whether something of this type may stand where `other` is wanted.
    pub(super) fn is_compatible(&self, other: &Self) -> bool {
        if self.named != other.named {
            return false;
        }
        let elements = match (&self.element, &other.element) {
            (Some(one), Some(other)) => one.is_compatible(other),
            (Some(_), None) => false,
            (None, _) => true,
        };
        elements && (self.non_null || !other.non_null)
    }
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.element {
            Some(element) if self.named.is_empty() => write!(f, "[{element}]")?,
            _ => f.write_str(&self.named)?,
        }
        f.write_str(if self.non_null { "!" } else { "" })
    }
}

impl Definition {
    pub(super) fn is_leaf(&self) -> bool {
        ["ENUM", "SCALAR"].contains(&self.kind.as_str())
    }

    pub(super) fn is_composite(&self) -> bool {
        ["OBJECT", "INTERFACE", "UNION"].contains(&self.kind.as_str())
    }

    pub(super) fn is_input(&self) -> bool {
        ["SCALAR", "ENUM", "INPUT_OBJECT"].contains(&self.kind.as_str())
    }
}
