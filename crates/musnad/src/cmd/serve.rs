//! `serve`: the desk over a ledger, until it is stopped.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
    sync::Arc,
};

use anyhow::Context as _;
use musnad_desk::{Options, Tls, Tongue};

use crate::{
    Done,
    cli::{Serve, Ui},
    failure::{Failure, Outcome},
};

/// Opens the ledger and answers until the program is ended.
pub fn run(options: &Serve) -> Done {
    let token = match &options.token_file {
        Some(file) => {
            let token = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            Some(token.trim().to_owned())
        }
        None => None,
    };
    let accounts = options.accounts.as_deref().map(super::account::read).transpose()?;
    let pem = |file: &Path| fs::read(file).with_context(|| format!("cannot read {}", file.display()));
    let tls = match (&options.tls_cert, &options.tls_key) {
        (Some(certificates), Some(key)) => Some(Tls { certificates: pem(certificates)?, key: pem(key)? }),
        _ => None,
    };
    let scheme = if tls.is_some() { "https" } else { "http" };
    let desk = Options {
        accounts,
        tls,
        #[cfg(feature = "fetch")]
        fetch: options.fetch,
        address: options.listen,
        token,
        author: options.author.clone(),
        tongue: if options.ui == Ui::Ar { Tongue::Arabic } else { Tongue::English },
        ..Options::default()
    };
    desk.check().map_err(|error| {
        Failure::usage(error.to_string(), "give --token-file or --accounts, or listen on 127.0.0.1")
    })?;
    let ledger = musnad_ledger::open(&options.at.ledger, &musnad_ledger::Options::default())
        .with_context(|| format!("cannot open {}", options.at.ledger))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start")?;
    runtime.block_on(async {
        let serving = musnad_desk::serve(Arc::from(ledger), desk)
            .await
            .with_context(|| format!("cannot serve at {}", options.listen))?;
        let mut out = io::stdout().lock();
        writeln!(out, "{scheme}://{}/", serving.address()?)?;
        out.flush()?;
        drop(out);
        serving.run().await;
        Ok(Outcome::Well)
    })
}
