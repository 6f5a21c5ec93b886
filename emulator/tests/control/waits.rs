//! Lists that wait, so that no test has to poll or sleep.

use super::*;
use tokio::join;

#[tokio::test]
async fn a_list_answers_as_soon_as_there_are_enough() {
    let tester = Tester::new().await;
    for path in [
        "/invites?call=meeting&state=ended&at_least=1&wait=60s",
        "/rings?call=meeting&at_least=1&wait=60s",
        "/requests?call=meeting&status=200&at_least=1&wait=60s",
    ] {
        let wait = tester.get(path);
        let ring = tester.ring(MEETING, BOB);
        let (found, _) = join!(wait, ring);
        assert!(found["total"].as_u64().unwrap() >= 1, "{found}");
        tester.done(Method::POST, "/reset", None).await;
    }
    let wait = tester.get("/phones?at_least=1&wait=60s");
    let (found, _) = join!(wait, tester.ring(MEETING, RON));
    assert_eq!(found["items"][0]["person"], "ron");
}

#[tokio::test]
async fn at_the_limit_of_time_the_refusal_shows_what_there_is() {
    let tester = Tester::new().await;
    tester.ring(MEETING, BOB).await;
    let path = "/invites?call=meeting&state=ended&at_least=2&wait=10ms";
    let (status, problem) = tester.ask(Method::GET, path, None).await;
    assert_eq!((status, &problem["found"]["total"]), (409, &json!(1)));
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("there are 1 and not 2"),
        "{problem}"
    );
    for query in ["at_least=two", "at_least=1&wait=2", "limit=-1"] {
        tester
            .refused(400, Method::GET, &format!("/invites?{query}"), None)
            .await;
    }
}
