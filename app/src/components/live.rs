//! Pages that follow a run while it moves.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

use leptos::server_fn::ServerFn as _;

use domain::RunId;

use crate::sent::post;
use crate::server_functions::viewer::GetFrame;

/// How a page follows its run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Live {
    /// It does not: nothing more can happen, or there is no JavaScript.
    Off,
    /// Not connected yet.
    Connecting,
    /// What the page shows is how things are.
    On,
    /// The connection was lost, and is tried again.
    Reconnecting,
}

/// Says how a page follows its run.
#[component]
pub(crate) fn LiveIndicator(
    /// How it does.
    live: ReadSignal<Live>,
) -> impl IntoView {
    let word = move || match live.get() {
        Live::Off | Live::Connecting => "",
        Live::On => "Live",
        Live::Reconnecting => "Reconnecting…",
    };
    let state = move || match live.get() {
        Live::Off | Live::Connecting => "off",
        Live::On => "on",
        Live::Reconnecting => "lost",
    };
    view! {
        <span class="live" data-state=state role="status">
            {word}
        </span>
    }
}

/// How long a page waits until it connects again where the browser has given up: it does when a proxy
/// answers for a server that is starting anew. Twice as long each time, up to the last.
const AGAIN: [u64; 5] = [5, 10, 20, 40, 60];

/// What an open connection consists of; dropping it closes it.
struct Connection {
    source: web_sys::EventSource,
    _handlers: Vec<Closure<dyn FnMut(web_sys::Event)>>,
}

impl Connection {
    fn is_given_up(&self) -> bool {
        self.source.ready_state() == web_sys::EventSource::CLOSED
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Follows the run in `run` while that is `Some`: calls `changed` whenever the server says that
/// something did, and once the connection stands (again), since events in between were missed.
/// Browsers only.
pub(crate) fn follow_run(
    run: impl Fn() -> Option<RunId> + 'static,
    changed: impl Fn() + Clone + 'static,
) -> ReadSignal<Live> {
    let (live, set_live) = signal(Live::Off);
    // How often in a row the browser has given up.
    let failures = RwSignal::new(0);
    // The connection is the effect's own value: the server, where effects do not run, never has
    // one, and leaving the page drops it.
    Effect::new(move |held: Option<Option<(RunId, Connection)>>| {
        failures.track();
        let held = held.flatten();
        let Some(wanted) = run() else {
            set_live.set(Live::Off);
            return None;
        };
        if let Some((followed, connection)) = held
            && followed == wanted
        {
            if !connection.is_given_up() {
                return Some((followed, connection));
            }
        } else {
            set_live.set(Live::Connecting);
        }
        open(wanted, set_live, failures, changed.clone()).map(|connection| (wanted, connection))
    });
    live
}

fn open(
    run: RunId,
    live: WriteSignal<Live>,
    failures: RwSignal<usize>,
    changed: impl Fn() + Clone + 'static,
) -> Option<Connection> {
    let source = web_sys::EventSource::new(&format!("/ui/events/runs/{run}")).ok()?;
    let mut handlers = Vec::new();
    let mut on = |name: &str, handler: Box<dyn FnMut(web_sys::Event)>| {
        let handler = Closure::wrap(handler);
        let _ = source.add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
        handlers.push(handler);
    };
    let refetch = changed.clone();
    on(
        "open",
        Box::new(move |_| {
            let _ = live.try_set(Live::On);
            failures.update_untracked(|failures| *failures = 0);
            refetch();
        }),
    );
    for name in ["check", "run"] {
        let refetch = changed.clone();
        on(name, Box::new(move |_| refetch()));
    }
    let failed = source.clone();
    let refetch = changed.clone();
    on(
        "error",
        Box::new(move |_| {
            let _ = live.try_set(Live::Reconnecting);
            if failed.ready_state() == web_sys::EventSource::CLOSED {
                connect_again(failures, refetch.clone());
            }
        }),
    );
    let ended = source.clone();
    on(
        "done",
        Box::new(move |_| {
            // The stream has an end; without this the browser would open it again.
            ended.close();
            let _ = live.try_set(Live::Off);
            changed();
        }),
    );
    Some(Connection {
        source,
        _handlers: handlers,
    })
}

/// Connects once more, later; unless the server answers by then that whoever looks may not: then the
/// page is fetched again, which says so.
fn connect_again(failures: RwSignal<usize>, changed: impl Fn() + 'static) {
    let Some(number) = failures.try_get_untracked() else {
        return;
    };
    let wait = Duration::from_secs(AGAIN[number.min(AGAIN.len() - 1)]);
    let connect = move || {
        leptos::task::spawn_local(async move {
            if is_refused().await {
                changed();
            } else {
                let _ = failures.try_update(|failures| *failures += 1);
            }
        });
    };
    set_timeout(connect, wait);
}

/// Whether the server says that nobody is signed in any more. A server that does not answer says
/// nothing.
async fn is_refused() -> bool {
    let Ok(nothing) = web_sys::UrlSearchParams::new() else {
        return false;
    };
    let answer = post(GetFrame::PATH, &nothing).await;
    answer.is_ok_and(|answer| answer.status() == 401)
}
