//! Connections: one type over two drivers.

use std::ops::{Deref, DerefMut};

/// A connection that reads. Each statement sees what was committed before it.
#[derive(Debug)]
pub struct Conn {}

/// A unit of work: all of it is committed, or none.
#[derive(Debug)]
pub struct Tx {
    conn: Conn,
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}
