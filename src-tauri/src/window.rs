//! The one window: made from `tauri.conf.json`, shut to every address but its own.
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewWindow, WebviewWindowBuilder};

type Builder<'a> = WebviewWindowBuilder<'a, tauri::Wry, AppHandle>;

/// Opens the window of the configuration.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let config = app.config().app.windows.first().cloned().ok_or(tauri::Error::WindowNotFound)?;
    let builder = WebviewWindowBuilder::from_config(app, &config)?
        .on_navigation(is_our_page)
        .on_new_window(|_url, _features| NewWindowResponse::Deny)
        .on_download(|_webview, _event| false);
    let window = without_network(builder)?.build()?;
    show_letters_while_typing(&window)
}

/// The page needs no network, so its engine gets none: a proxy where nobody listens. A refused link would otherwise still
/// open a connection (WebKit connects while it asks), and the name in it would leave the machine.
#[cfg(target_os = "linux")]
fn without_network(builder: Builder<'_>) -> tauri::Result<Builder<'_>> {
    Ok(builder.proxy_url(Url::parse("http://127.0.0.1:1/").map_err(tauri::Error::InvalidUrl)?))
}

/// Not tried with WebView2, where the page's own address is a http one.
#[cfg(not(target_os = "linux"))]
fn without_network(builder: Builder<'_>) -> tauri::Result<Builder<'_>> {
    Ok(builder)
}

/// The call at which the window fills the screen, or leaves it again: the one thing that the page asks of the window itself.
pub(crate) const FULL_SCREEN: &str = "full_screen";

/// Lets the window fill the screen, or leave it.
pub(crate) fn toggle_full_screen<R: tauri::Runtime>(window: &WebviewWindow<R>) {
    // Either may be refused by the window manager; the window stays as it is.
    if let Ok(is_full) = window.is_fullscreen() {
        let _ = window.set_fullscreen(!is_full);
    }
}

/// Brings the window to the front: a second start of the program means that somebody looked for it.
pub(crate) fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // Each may be refused by the window manager; the window is there all the same.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Says in one line what is missing when there is no screen to open a window on.
pub(crate) fn missing_display() -> Option<&'static str> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needs_display = cfg!(target_os = "linux");
    (needs_display && !set("DISPLAY") && !set("WAYLAND_DISPLAY"))
        .then_some("no display (neither DISPLAY nor WAYLAND_DISPLAY is set)")
}

/// Only the page built into the program. The host names Tauri's own scheme on Linux and on Windows.
fn is_our_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    }
}

/// wry switches pre-edit off on WebKitGTK, which hides the letters of a Vietnamese word until it is committed.
#[cfg(target_os = "linux")]
fn show_letters_while_typing(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{InputMethodContextExt, WebViewExt};
    window.with_webview(|webview| {
        if let Some(typing) = webview.inner().input_method_context() {
            typing.set_enable_preedit(true);
        }
    })
}

#[cfg(not(target_os = "linux"))]
fn show_letters_while_typing(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_our_page;

    fn check(address: &str, ours: bool) {
        assert_eq!(address.parse().is_ok_and(|url| is_our_page(&url)), ours, "{address}");
    }

    #[test]
    fn the_window_stays_on_its_own_page() {
        check("tauri://localhost/", true);
        check("tauri://localhost/index.html#/intake", true);
        check("tauri://localhost.example/", false);
        check("tauri://evil/", false);
        check("http://tauri.localhost.example/", false);
        check("https://example.org/", false);
        check("http://localhost:1420/", false);
        check("file:///etc/passwd", false);
        check("data:text/html,<p>x", false);
        check("javascript:alert(1)", false);
        check("about:blank", false);
        check("http://tauri.localhost/", cfg!(windows));
        check("http://tauri.localhost:8080/", false);
    }
}
