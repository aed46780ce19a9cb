//! Words that were held back.

use browser::http::Method;
use domain::ReviewId;
use wire::paths;
use wire::reviews::{AnswerReview, AskReview, Review, Reviews};

use super::{Answer, Intent, get, send};

/// Asks the operator about words.
pub async fn ask_review(body: &AskReview, intent: Intent) -> Answer<Review> {
    send(Method::Post, paths::REVIEWS, intent, body).await
}

/// What waits for the operator.
pub async fn reviews() -> Answer<Reviews> {
    get(paths::REVIEWS).await
}

/// The operator's answer.
pub async fn answer_review(id: &ReviewId, body: &AnswerReview, intent: Intent) -> Answer<Review> {
    send(Method::Post, &paths::review(paths::REVIEW_ANSWER, id), intent, body).await
}
