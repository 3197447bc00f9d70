//! Stories that must go alike on both engines.

mod catalogue;
mod contention;
mod fairness;
mod gate;
mod isolation;
mod leases;
mod log;
mod pages;
mod people;
mod policies;
mod schema;
mod tenancy;
mod throughput;
