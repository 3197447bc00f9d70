//! What is run.

use regorus::Value;
use regorus::unstable::BoolOp;

use super::field::Field;
use crate::builtins::Callable;

/// The rules and functions that questions reach.
#[derive(Debug, Default)]
pub(super) struct Code {
    pub(super) rules: Vec<Rule>,
    pub(super) functions: Vec<Function>,
    /// Whether an error of a built-in ends the evaluation; else it is undefined.
    pub(super) strict: bool,
}

/// A rule without arguments.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    pub(super) clauses: Vec<Clause>,
    /// Its value when no clause has one.
    pub(super) default: Option<Value>,
}

/// What the values of a rule's clauses make together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One value.
    Value,
    /// A set of them.
    Set,
    /// An object of keys and values.
    Object,
}

/// A function of the modules.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) clauses: Vec<Clause>,
    /// Its value when no clause has one.
    pub(super) default: Option<Value>,
}

/// One definition: its bodies are tried in order, until one holds.
#[derive(Debug)]
pub(super) struct Clause {
    /// How many slots its names and intermediate values take. Arguments come first.
    pub(super) slots: usize,
    pub(super) branches: Vec<Branch>,
}

/// A body and what it gives.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) body: Body,
    /// The key in an object.
    pub(super) key: Option<Term>,
    pub(super) value: Term,
}

/// Steps, each done for every way in which those before it hold.
pub(super) type Body = Vec<Step>;

/// The number of a place for a value.
pub(super) type Slot = usize;

/// One thing that must hold.
#[derive(Debug)]
pub(super) enum Step {
    /// Goes through the members of a collection; what is none has none.
    Each {
        collection: Term,
        /// Where the index or the key goes; of a set, the member.
        key: Option<Slot>,
        value: Option<Slot>,
    },
    /// Gives a slot a value, when it is defined.
    Let { slot: Slot, term: Term },
    /// Holds for what is defined and not false.
    Holds(Term),
    /// Holds for what is defined.
    Defined(Term),
    /// Holds for an array of so many elements.
    HasLength(Term, usize),
    /// Holds when a body does not.
    Not(Body),
    /// Holds when a body holds for every member of a collection.
    Every {
        domain: Term,
        key: Option<Slot>,
        value: Option<Slot>,
        body: Body,
    },
}

/// What has a value, or is undefined.
#[derive(Debug, Default)]
pub(super) enum Term {
    #[default]
    Undefined,
    Constant(Value),
    Slot(Slot),
    Input,
    /// The value of a rule.
    Rule(usize),
    Member(Box<(Term, Term)>),
    /// The same under a text that is known.
    Field(Box<(Term, Field)>),
    /// A member of one of the bundle's documents. OPA reads these by paths of texts, where `2` is the same
    /// as `"2"`.
    Within(Box<(Term, Term)>),
    Call(Callable, Vec<Term>),
    /// A call of a function of the modules.
    Apply(usize, Vec<Term>),
    Compare(BoolOp, Box<(Term, Term)>),
    /// Whether a collection has a value.
    IsIn(Box<(Term, Term)>),
    Array(Vec<Term>),
    Set(Vec<Term>),
    Object(Vec<(Term, Term)>),
    /// Comprehensions.
    Arrays(Box<(Body, Term)>),
    Sets(Box<(Body, Term)>),
    Objects(Box<(Body, Term, Term)>),
}

impl Term {
    /// The member of a term's value under a key.
    pub(super) fn member(of: Self, key: Self) -> Self {
        if let Self::Constant(key) = &key
            && let Some(field) = Field::of(key)
        {
            return match of {
                Self::Constant(value) => Self::Constant(field.member(&value).clone()),
                of => Self::Field(Box::new((of, field))),
            };
        }
        Self::Member(Box::new((of, key)))
    }
}
