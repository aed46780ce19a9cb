//! Operations on money, and on what was held back: of members, and of the operator.

use wire::Code;
use wire::paths as p;

use super::Auth::Session;
use super::Content::Json;
use super::Method::{Post, Put};
use super::contents::{JPEG, STILL};
use super::{Operation, change, mine, read};

/// What was spent.
pub(super) const SPENDING: Operation =
    mine(p::SPENDING, "get_spending", "What was spent at providers. Operators only.", Json("Spending"));

/// What the caller spent.
pub(super) const BILL: Operation =
    mine(p::BILL, "get_bill", "What the caller spent at providers, newest first.", Json("Bill")).query(&["cursor"]);

/// What of the caller's went out.
pub(super) const SENT_USES: Operation =
    mine(p::SENT_USES, "list_sent_uses", "What of the caller's went to generators, newest first.", Json("SentUses"))
        .query(&["cursor"]);

/// Reads the prices.
pub(super) const PRICES: Operation =
    mine(p::PRICES, "get_prices", "The operator's own prices. Operators only.", Json("Prices"));

/// Sets the prices.
pub(super) const SET_PRICES: Operation =
    change(Put, p::PRICES, "set_prices", "Replaces the operator's own prices. Operators only.")
        .takes(Json("Prices"))
        .gives(200, Json("Prices"))
        .refuses(&[Code::NotFound]);

/// Lists failed jobs.
pub(super) const DEAD_JOBS: Operation =
    mine(p::DEAD_JOBS, "list_dead_jobs", "Jobs that failed or left something. Operators only.", Json("DeadJobs"));

/// Takes a job up again.
pub(super) const REPLAY: Operation = change(Post, p::JOB_REPLAY, "replay_job", "Takes a job up again. Operators only.")
    .gives(200, Json("Job"))
    .refuses(&[Code::NotFound, Code::Conflict, Code::TooMany])
    .stored();

/// Asks about words.
pub(super) const ASK: Operation =
    change(Post, p::REVIEWS, "ask_for_review", "Asks the operator about words that were held back.")
        .takes(Json("AskReview"))
        .gives(201, Json("Review"))
        .refuses(&[Code::TooMany, Code::Conflict]);

/// Asks about a picture.
pub(super) const ASK_STILL: Operation =
    change(Post, p::REVIEW_STILLS, "ask_for_still_review", "Asks the operator about a picture that was held back.")
        .query(&["note"])
        .takes(STILL)
        .gives(201, Json("Review"))
        .refuses(&[Code::TooMany, Code::Conflict, Code::FileRefused]);

/// Lists what waits.
pub(super) const REVIEWS: Operation =
    mine(p::REVIEWS, "list_reviews", "What waits for the operator. Operators only.", Json("Reviews"));

/// Reads one.
pub(super) const REVIEW: Operation =
    mine(p::REVIEW, "get_review", "What the caller asked about, and what was answered.", Json("Review"));

/// The picture of one.
pub(super) const STILL_OF: Operation =
    read(p::REVIEW_STILL, "get_review_still", "The picture that a review is about. Operators only.", JPEG)
        .auth(Session)
        .refuses(&[Code::NotFound]);

/// Answers one.
pub(super) const ANSWER: Operation =
    change(Post, p::REVIEW_ANSWER, "answer_review", "Lets it pass, or does not. Operators only.")
        .takes(Json("AnswerReview"))
        .gives(200, Json("Review"))
        .refuses(&[Code::NotFound, Code::Conflict]);
