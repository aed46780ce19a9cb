//! A company behind whose door generators stand, and what is needed to talk to it.

use std::fmt;

/// A company with its doors: what a key opens and which hosts may be talked to.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// The name that owners allow in their policies and that is shown, as `fal`.
    pub name: &'static str,
    /// As people know it, as `fal.ai`.
    pub title: &'static str,
    /// The secret that holds its key, as `FAL_KEY`. Without it the provider is off.
    pub key: &'static str,
    /// Variables that move its doors elsewhere, and where they are: `("FAL_QUEUE_URL", "https://queue.fal.run")`. A door
    /// without a place must be given one, or else the provider is off.
    pub doors: &'static [(&'static str, &'static str)],
    /// Variables that choose a model or another word of the contract that may differ, and what they are by default.
    pub options: &'static [(&'static str, &'static str)],
    /// Hosts that its films may be fetched from besides the doors; a leading dot means any name below it.
    pub media: &'static [&'static str],
    /// The variable that names more such hosts, with commas between them.
    pub hosts: &'static str,
    /// Whether it calls back, and how that is signed.
    pub signs: crate::signature::Scheme,
}

/// What is needed to talk to a provider now.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Access {
    /// Its key. Never in an error, never in a log.
    pub key: String,
    /// Its doors, in the order of [`Provider::doors`], without a slash at the end.
    pub doors: Vec<String>,
    /// Its options, in the order of [`Provider::options`].
    pub options: Vec<String>,
    /// More hosts that its films may be fetched from, in the form of [`Provider::media`].
    pub media: Vec<String>,
}

impl Access {
    /// What is needed to talk to `provider`, out of secrets and variables by their names; none without a key, or where a door
    /// without a usual place was given none.
    #[must_use]
    pub fn read(provider: &Provider, variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let word = |name: &str| variable(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let list = |table: &[(&str, &str)]| -> Vec<String> {
            table.iter().map(|(name, usual)| word(name).unwrap_or_else(|| (*usual).to_owned())).collect()
        };
        let doors: Vec<_> = list(provider.doors).iter().map(|door| door.trim_end_matches('/').to_owned()).collect();
        let hosts = if provider.hosts.is_empty() { None } else { word(provider.hosts) };
        let media = hosts.iter().flat_map(|list| list.split(',')).map(|h| h.trim().to_ascii_lowercase());
        Some(Self {
            key: word(provider.key)?,
            options: list(provider.options),
            media: media.filter(|host| !host.is_empty()).collect(),
            doors: if doors.iter().any(String::is_empty) { return None } else { doors },
        })
    }

    /// A door by its place in [`Provider::doors`].
    #[must_use]
    pub fn door(&self, place: usize) -> &str {
        self.doors.get(place).map_or("", String::as_str)
    }

    /// An option by its place in [`Provider::options`].
    #[must_use]
    pub fn option(&self, place: usize) -> &str {
        self.options.get(place).map_or("", String::as_str)
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("key", &"(secret)")
            .field("doors", &self.doors)
            .field("options", &self.options)
            .field("media", &self.media)
            .finish()
    }
}
