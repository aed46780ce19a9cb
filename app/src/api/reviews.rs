//! Words that were held back.

use browser::http::Method;
use domain::ReviewId;
use wire::paths;
use wire::reviews::{AnswerReview, AskReview, Review, Reviews};

use super::{Answer, Intent, change, get, get_bytes, read, send};

/// Asks the operator about words.
pub async fn ask_review(body: &AskReview, intent: Intent) -> Answer<Review> {
    send(Method::Post, paths::REVIEWS, intent, body).await
}

/// Asks the operator about a picture for a generator.
pub async fn ask_still_review(jpeg: &[u8], note: &str, key: &str) -> Answer<Review> {
    let path = format!("{}?note={}", paths::REVIEW_STILLS, browser::http::encoded(note));
    read(&change(Method::Post, &path, key, &[("content-type", "image/jpeg")], Some(jpeg), &mut || None).await?)
}

/// The picture that a review is about. Operators only.
pub async fn review_still(id: &ReviewId) -> Answer<Vec<u8>> {
    Ok(get_bytes(&paths::review(paths::REVIEW_STILL, id), &[]).await?.to_bytes())
}

/// What waits for the operator.
pub async fn reviews() -> Answer<Reviews> {
    get(paths::REVIEWS).await
}

/// The operator's answer.
pub async fn answer_review(id: &ReviewId, body: &AnswerReview, intent: Intent) -> Answer<Review> {
    send(Method::Post, &paths::review(paths::REVIEW_ANSWER, id), intent, body).await
}
