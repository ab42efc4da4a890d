//! The pages, one file each: what is asked of ledger and board, and how it is shown.

pub(crate) mod about;
pub(crate) mod accounts;
pub(crate) mod article;
pub(crate) mod articles;
pub(crate) mod claim;
pub(crate) mod conflicts;
pub(crate) mod copies;
pub(crate) mod entity;
pub(crate) mod front;
pub(crate) mod map;
pub(crate) mod matches;
pub(crate) mod matrix;
pub(crate) mod network;
pub(crate) mod notes;
pub(crate) mod openapi;
pub(crate) mod outlet;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod source;
pub(crate) mod timeline;
pub(crate) mod whereabouts;
