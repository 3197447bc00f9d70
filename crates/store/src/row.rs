//! Values on their way out of a row, each checked against its type.

use domain::{
    AuditId, CheckId, CheckStatus, Dialect, Digest, InputShape, Level, MembershipId, Name,
    OrganizationId, OverrideId, PermissionSet, PolicyId, PolicySetId, PolicySetVersionId,
    ProjectId, RoleId, RunId, RunStatus, SessionId, SetKind, Stage, Timestamp, TokenId, UserId,
    UserKind, Userid, VersionSource, VersionStatus, WorkspaceId, WrittenLevel,
};
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::StoreError;

/// What is read from a text column.
pub(crate) trait Text: Sized {
    /// `None` when the text is outside the type.
    fn from_text(text: &str) -> Option<Self>;
}

macro_rules! text {
    ($($type:ident => $read:expr;)+) => {$(
        impl Text for $type {
            fn from_text(text: &str) -> Option<Self> {
                let read = $read;
                read(text)
            }
        }
    )+};
}

macro_rules! ids {
    ($($type:ident)+) => { text! { $($type => |text| $type::from_bare(text).ok();)+ } };
}

macro_rules! words {
    ($($type:ident)+) => { text! { $($type => $type::parse;)+ } };
}

text! {
    String => |text: &str| Some(text.to_owned());
    Name => |text: &str| text.parse().ok();
    Userid => |text: &str| text.parse().ok();
    Timestamp => |text: &str| text.parse().ok();
    Digest => |text| Digest::from_hex(text).ok();
    PermissionSet => |text| PermissionSet::from_stored(text).ok();
}

ids! {
    AuditId CheckId MembershipId OrganizationId OverrideId PolicyId PolicySetId PolicySetVersionId
    ProjectId RoleId RunId SessionId TokenId UserId WorkspaceId
}

words! {
    CheckStatus Dialect InputShape Level RunStatus SetKind Stage UserKind VersionSource VersionStatus
    WrittenLevel
}

pub(crate) enum Driver {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// A row, and the table that it is about.
pub(crate) struct Row {
    pub(crate) table: &'static str,
    pub(crate) driver: Driver,
}

impl Row {
    /// A text column that cannot be null.
    pub(crate) fn text<T: Text>(&self, column: &'static str) -> Result<T, StoreError> {
        self.maybe_text(column)?
            .ok_or_else(|| self.inconsistent(column, "null"))
    }

    /// A text column that can be null.
    pub(crate) fn maybe_text<T: Text>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let text: Option<String> = match &self.driver {
            Driver::Sqlite(row) => row.try_get(column),
            Driver::Postgres(row) => row.try_get(column),
        }
        .map_err(|error| self.inconsistent(column, &error.to_string()))?;
        text.map(|text| T::from_text(&text).ok_or_else(|| self.inconsistent(column, &text)))
            .transpose()
    }

    /// A counter that cannot be null.
    pub(crate) fn count<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, StoreError> {
        self.maybe_count(column)?
            .ok_or_else(|| self.inconsistent(column, "null"))
    }

    /// A counter that can be null.
    pub(crate) fn maybe_count<T: TryFrom<i64>>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let count: Option<i64> = match &self.driver {
            Driver::Sqlite(row) => row.try_get(column),
            Driver::Postgres(row) => row.try_get(column),
        }
        .map_err(|error| self.inconsistent(column, &error.to_string()))?;
        count
            .map(|count| {
                T::try_from(count).map_err(|_| self.inconsistent(column, &count.to_string()))
            })
            .transpose()
    }

    /// A boolean column. SQLite has none, there it is 0 or 1.
    pub(crate) fn flag(&self, column: &'static str) -> Result<bool, StoreError> {
        match &self.driver {
            Driver::Sqlite(_) => match self.count::<i64>(column)? {
                0 => Ok(false),
                1 => Ok(true),
                other => Err(self.inconsistent(column, &other.to_string())),
            },
            Driver::Postgres(row) => row
                .try_get(column)
                .map_err(|error| self.inconsistent(column, &error.to_string())),
        }
    }

    /// A JSON column that cannot be null.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        self.maybe_json(column)?
            .ok_or_else(|| self.inconsistent(column, "null"))
    }

    /// A JSON column that can be null.
    pub(crate) fn maybe_json<T: DeserializeOwned>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        self.maybe_text::<String>(column)?
            .map(|text| {
                serde_json::from_str(&text)
                    .map_err(|error| self.inconsistent(column, &error.to_string()))
            })
            .transpose()
    }

    /// That `column` of this row holds what it cannot hold.
    pub(crate) fn inconsistent(&self, column: &'static str, given: &str) -> StoreError {
        let id: Option<String> = match &self.driver {
            Driver::Sqlite(row) => row.try_get("id"),
            Driver::Postgres(row) => row.try_get("id"),
        }
        .ok()
        .flatten();
        StoreError::Inconsistent {
            table: self.table,
            column,
            row: id.unwrap_or_else(|| "?".to_owned()),
            given: given.chars().take(200).collect(),
        }
    }
}
