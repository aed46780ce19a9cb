//! Server-sent events that are all there (HTML, 9.2.6): the data of each, in order.

/// The `data` of each event. An event that the end cuts off is left out, as the standard says.
pub(super) fn data(stream: &str) -> Vec<String> {
    let stream = stream.strip_prefix('\u{feff}').unwrap_or(stream).replace("\r\n", "\n").replace('\r', "\n");
    let mut events = Vec::new();
    let mut data: Option<String> = None;
    // What follows the last line's end is no line yet.
    for line in stream.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
        if line.is_empty() {
            events.extend(data.take());
        } else if let Some(value) = line.strip_prefix("data:") {
            let value = value.strip_prefix(' ').unwrap_or(value);
            data = Some(data.map_or_else(|| value.to_owned(), |before| format!("{before}\n{value}")));
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::data;

    #[test]
    fn data_is_read_event_by_event() {
        assert_eq!(data("event: a\ndata: 1\n\n: note\ndata:2\ndata: 3\n\ndata: cut"), ["1", "2\n3"]);
        assert_eq!(data("\u{feff}data: 1\n\n\n\ndata: 2\n\n"), ["1", "2"]);
        assert_eq!(data("data: 1\r\ndata: 2\r\n\r\ndata: 3\r\rdata: 4\n"), ["1\n2", "3"]);
        assert!(data("").is_empty() && data("data\n\nid: 1\n\n").is_empty());
    }
}
