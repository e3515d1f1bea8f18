/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company-fixture.h"

#include <string.h>

/* What a worker may end: its own call, its own task, while it is signed in. */

typedef struct
{
  JsonObject *session; /* owned: dave's */
  TrsConference *conference;
  TrsTask *task;
} Talk;

static void
talk_clear (Talk *talk)
{
  json_object_unref (talk->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Talk, talk_clear)

/* dave talks with a caller. */
static Talk
talk (CompanyFixture *fixture)
{
  ServerFixture *base = &fixture->base;
  TrsActivity *available = trs_workspace_get_activity_by_name (base->workspace, "Available");
  TrsConferenceOptions options;
  TrsReservation *reservation;

  trs_worker_update (base->dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  g_assert_nonnull (trs_call_place (base->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (base, 3);
  reservation = g_ptr_array_index (base->dave->reservations, 0);
  trs_conference_options_init (&options);
  options.end_conference_on_exit = TRUE;
  g_assert_true (trs_reservation_conference (reservation, &options, NULL));
  server_fixture_advance (base, 2);
  return (Talk) {
    .session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD),
    .conference = g_ptr_array_index (base->account->conferences, 0),
    .task = reservation->task,
  };
}

static JsonObject *
end_call (CompanyFixture *fixture, const Talk *talk, const char *token)
{
  g_autofree char *path = g_strdup_printf ("/v1/conferences/%s/end", talk->conference->base.sid);

  return company_fixture_ask (fixture, "POST", path, token, NULL);
}

static JsonObject *
complete (CompanyFixture *fixture, const Talk *talk, const char *token)
{
  g_autofree char *path = g_strdup_printf ("/v1/tasks/%s/complete", talk->task->base.sid);

  return company_fixture_ask (fixture, "POST", path, token, NULL);
}

static void
test_own (CompanyFixture *fixture, gconstpointer data)
{
  g_auto(Talk) dave = talk (fixture);
  const char *token = company_text (dave.session, "token");
  g_autoptr(JsonObject) ended = end_call (fixture, &dave, token);
  g_autoptr(JsonObject) again = NULL;
  g_autoptr(JsonObject) completed = NULL;

  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_assert_cmpstr (company_text (ended, "sid"), ==, dave.conference->base.sid);
  g_assert_cmpint (dave.conference->status, ==, TRS_CONFERENCE_COMPLETED);
  again = end_call (fixture, &dave, token); /* it is over already, and wrapped up */
  g_assert_cmpuint (fixture->base.status, ==, 200);
  completed = complete (fixture, &dave, token);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_assert_cmpstr (company_text (completed, "status"), ==, "completed");
  g_assert_cmpint (dave.task->status, ==, TRS_TASK_COMPLETED);
}

/* What any visitor of the old page could do. */
static void
test_of_others (CompanyFixture *fixture, gconstpointer data)
{
  g_auto(Talk) dave = talk (fixture);
  g_autoptr(JsonObject) susan = NULL;
  g_autoptr(JsonObject) ended = NULL;
  g_autoptr(JsonObject) completed = NULL;

  company_fixture_set_password (fixture, "susan", COMPANY_PASSWORD);
  susan = company_fixture_sign_in (fixture, "susan", COMPANY_PASSWORD);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  ended = end_call (fixture, &dave, company_text (susan, "token"));
  company_assert_refused (fixture, ended, 403, "not-yours");
  completed = complete (fixture, &dave, company_text (susan, "token"));
  company_assert_refused (fixture, completed, 403, "not-yours");
  g_assert_cmpint (dave.conference->status, ==, TRS_CONFERENCE_IN_PROGRESS);
}

/* A worker can write into the attributes of an own task what he likes. */
static void
test_claimed (CompanyFixture *fixture, gconstpointer data)
{
  g_auto(Talk) dave = talk (fixture);
  g_autoptr(JsonObject) susan = NULL;
  g_autoptr(JsonObject) ended = NULL;

  company_fixture_set_password (fixture, "susan", COMPANY_PASSWORD);
  susan = company_fixture_sign_in (fixture, "susan", COMPANY_PASSWORD);
  company_claim_conference (&fixture->base, "susan", dave.conference->base.sid);
  ended = end_call (fixture, &dave, company_text (susan, "token"));
  company_assert_refused (fixture, ended, 403, "not-yours");
  g_assert_cmpint (dave.conference->status, ==, TRS_CONFERENCE_IN_PROGRESS);
}

static void
test_forged (CompanyFixture *fixture, gconstpointer data)
{
  g_auto(Talk) dave = talk (fixture);
  const char *token = company_text (dave.session, "token");
  g_autofree char *changed = g_strdup (token);
  g_autofree char *unsigned_token = g_strndup (token, (gsize) (strrchr (token, '.') - token) + 1);
  const char *const tokens[] = {
    NULL, "", "x", "..", changed, unsigned_token, company_text (dave.session, "refresh_token"),
  };

  changed[strlen (changed) - 2] = changed[strlen (changed) - 2] == 'A' ? 'B' : 'A';
  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr(JsonObject) answer = end_call (fixture, &dave, tokens[i]);

      company_assert_refused (fixture, answer, 401, "bad-token");
    }
  server_fixture_advance (&fixture->base, 3600);
  {
    g_autoptr(JsonObject) late = end_call (fixture, &dave, token);
    company_assert_refused (fixture, late, 401, "bad-token");
  }
}

/* The token is good for an hour, wherever it is; here it ends with its session. */
static void
test_signed_out (CompanyFixture *fixture, gconstpointer data)
{
  g_auto(Talk) dave = talk (fixture);
  g_autoptr(JsonObject) answer = NULL;

  company_fixture_ask (fixture, "DELETE", "/v1/session",
                       company_text (dave.session, "refresh_token"), NULL);
  answer = end_call (fixture, &dave, company_text (dave.session, "token"));
  company_assert_refused (fixture, answer, 401, "bad-token");
}

static void
test_strange_sid (CompanyFixture *fixture, gconstpointer data)
{
  g_auto(Talk) dave = talk (fixture);
  static const char *const paths[] = {
    "/v1/tasks/..%2F..%2FWorkers/complete",
    "/v1/conferences/CF00000000000000000000000000000000/end",
    "/v1/conferences/..%2FCalls/end",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(JsonObject) answer = company_fixture_ask (
        fixture, "POST", paths[i], company_text (dave.session, "token"), NULL);

      g_assert_cmpuint (fixture->base.status, >=, 400);
      g_assert_cmpuint (fixture->base.status, <=, 404);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  COMPANY_TEST ("/server/own-work/own", test_own);
  COMPANY_TEST ("/server/own-work/of-others", test_of_others);
  COMPANY_TEST ("/server/own-work/claimed", test_claimed);
  COMPANY_TEST ("/server/own-work/forged", test_forged);
  COMPANY_TEST ("/server/own-work/signed-out", test_signed_out);
  COMPANY_TEST ("/server/own-work/strange-sid", test_strange_sid);
  return g_test_run ();
}
