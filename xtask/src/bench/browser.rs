//! A browser's requests for pages, without the browser.

use anyhow::{Context, Result, ensure};

use super::server::{PASSWORD, Server, USER};

/// The heaviest list page in KB, compressed as a browser gets it. The lists hold a whole page of
/// rows each: the load that was measured before made them.
pub(super) fn heaviest_list_page(server: &Server) -> Result<f64> {
    let origin = format!("http://{}", server.address());
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    let answer = agent
        .post(format!("{origin}/session/sign-in"))
        .header("origin", &origin)
        .content_type("application/x-www-form-urlencoded")
        .send(format!("userid={USER}&password={PASSWORD}&next=/"))?;
    let session = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
        .find(|cookie| cookie.starts_with("session="))
        .with_context(|| format!("signing in was answered with {}", answer.status()))?;
    let mut heaviest = 0;
    for list in ["runs", "audit", "workspaces", "policy-sets"] {
        let mut page = agent
            .get(format!("{origin}/orgs/acme/{list}"))
            .header("accept", "text/html")
            .header("accept-encoding", "br")
            .header("cookie", session)
            .call()?;
        ensure!(page.status() == 200, "{list}: {}", page.status());
        ensure!(
            page.headers()
                .get("content-encoding")
                .is_some_and(|coding| coding == "br"),
            "{list} is not compressed"
        );
        heaviest = heaviest.max(page.body_mut().read_to_vec()?.len());
    }
    Ok(f64::from(u32::try_from(heaviest)?) / 1_000.0)
}
