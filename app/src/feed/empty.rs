//! A feed without clips: how to make the first one.

use leptos::prelude::*;
use ui::Empty;

use crate::context::Shared;
use crate::routes::Route;

/// Three steps to the first clip.
#[component]
pub fn EmptyFeed() -> impl IntoView {
    let session = Shared::get().session;
    view! {
        <div class="page page--middle empty-feed">
            <Empty title="The stage is yours">
                <p>"Nobody has published a clip here yet. The first one takes about two minutes."</p>
                <ol class="steps">
                    <li><strong>"Make your understudy."</strong>" Look at the camera, hold nine poses, say three words."</li>
                    <li><strong>"Write what it says."</strong>" Up to ten seconds, in any place you can name."</li>
                    <li><strong>"Publish."</strong>" The clip is drawn and voiced on this device, free."</li>
                </ol>
                <div class="row row--middle">
                    {move || match session.account() {
                        Some(account) if account.has_likeness => {
                            view! { <a class="button button--primary" href=Route::Make.path()>"Make the first clip"</a> }
                                .into_any()
                        }
                        Some(_) => {
                            view! { <a class="button button--primary" href=Route::Scan.path()>"Make your understudy"</a> }
                                .into_any()
                        }
                        None => {
                            view! { <a class="button button--primary" href=Route::SignIn.path()>"Sign in to begin"</a> }
                                .into_any()
                        }
                    }}
                </div>
            </Empty>
        </div>
    }
}
