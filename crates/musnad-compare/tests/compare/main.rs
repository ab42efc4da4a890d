//! Comparing, on readings written by hand. Articles, people and outlets are invented.

mod check;
mod conflicts;
mod copies;
mod distortions;
mod draft;
mod following;
mod groups;
mod many;
mod numbers;
mod order;
mod properties;
mod robust;
mod store;
mod story;
mod traces;
