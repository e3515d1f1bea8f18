/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-token-keeper.h"

#include "test-bridge.h"
#include "test-token-source.h"
#include "tr-error.h"

#define SECOND G_TIME_SPAN_SECOND
#define LIFE (1000 * SECOND)

typedef struct
{
  TrClock *clock;
  TestTokenSource *source;
  TrTokenKeeper *keeper;
  guint n_got;
  TrToken *token; /* of the last that was got, nullable */
  GError *error;
  guint n_renewed;
  guint n_expired;
  int expired_code;
} Fixture;

static void
renewed_cb (TrTokenKeeper *keeper, gpointer user_data)
{
  ((Fixture *) user_data)->n_renewed++;
}

static void
expired_cb (TrTokenKeeper *keeper, const GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_expired++;
  fixture->expired_code = error->code;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = tr_clock_new_manual (1768471200 * SECOND);
  fixture->source = test_token_source_new (fixture->clock);
  test_token_source_set_ttl (fixture->source, LIFE / SECOND);
  fixture->keeper = tr_token_keeper_new (TR_TOKEN_SOURCE (fixture->source), fixture->clock);
  g_signal_connect (fixture->keeper, "renewed", G_CALLBACK (renewed_cb), fixture);
  g_signal_connect (fixture->keeper, "expired", G_CALLBACK (expired_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->token);
  g_clear_error (&fixture->error);
  if (fixture->keeper != NULL)
    g_assert_finalize_object (fixture->keeper);
  test_settle ();
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
  g_assert_finalize_object (fixture->source);
  g_assert_finalize_object (fixture->clock);
}

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_object (&fixture->token);
  g_clear_error (&fixture->error);
  fixture->token = tr_token_keeper_get_finish (TR_TOKEN_KEEPER (source), result, &fixture->error);
  fixture->n_got++;
}

static void
get (Fixture *fixture, TrToken *refused)
{
  guint before = fixture->n_got;

  tr_token_keeper_get_async (fixture->keeper, refused, NULL, got_cb, fixture);
  test_wait (fixture->n_got > before);
}

static void
let_pass (Fixture *fixture, gint64 time)
{
  for (; time > 0; time -= SECOND)
    {
      tr_clock_advance (fixture->clock, MIN (time, SECOND));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static void
test_one_fetch_for_all (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 3; i++)
    tr_token_keeper_get_async (fixture->keeper, NULL, NULL, got_cb, fixture);
  test_wait (fixture->n_got == 3);
  get (fixture, NULL);
  g_assert_nonnull (fixture->token);
  g_assert_true (tr_token_keeper_peek (fixture->keeper) == fixture->token);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 1);
  g_assert_cmpuint (fixture->n_renewed, ==, 0);
}

static void
test_refused_is_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrToken) refused = NULL;

  get (fixture, NULL);
  refused = g_object_ref (fixture->token);
  get (fixture, refused);
  g_assert_true (fixture->token != refused);
  get (fixture, refused); /* is replaced already */
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 2);
  g_assert_cmpuint (fixture->n_renewed, ==, 1);
}

static void
test_renewed_between_three_and_four_quarters (Fixture *fixture, gconstpointer data)
{
  get (fixture, NULL);
  let_pass (fixture, LIFE * 74 / 100);
  g_assert_cmpuint (fixture->n_renewed, ==, 0);
  let_pass (fixture, LIFE * 12 / 100);
  g_assert_cmpuint (fixture->n_renewed, ==, 1);
}

static void
test_jitter (Fixture *fixture, gconstpointer data)
{
  gint64 first = 0;
  gboolean differs = FALSE;

  for (int i = 0; i < 20; i++)
    {
      gint64 wait;

      tr_token_keeper_stop (fixture->keeper);
      get (fixture, NULL);
      wait = tr_clock_get_next_time (fixture->clock) -
             tr_clock_get_monotonic_time (fixture->clock);
      g_assert_cmpint (wait, >=, LIFE * 75 / 100);
      g_assert_cmpint (wait, <=, LIFE * 85 / 100);
      differs = differs || (first != 0 && wait != first);
      first = wait;
    }
  g_assert_true (differs);
}

static void
test_shorter_life_than_said (Fixture *fixture, gconstpointer data)
{
  get (fixture, NULL);
  tr_token_keeper_set_lifetime (fixture->keeper, fixture->token, 100 * SECOND);
  let_pass (fixture, 90 * SECOND);
  g_assert_cmpuint (fixture->n_renewed, ==, 1);
  tr_token_keeper_set_lifetime (fixture->keeper, fixture->token, SECOND); /* the old one */
  let_pass (fixture, 60 * SECOND);
  g_assert_cmpuint (fixture->n_expired, ==, 0);
}

/* A service that gives tokens without a life is not asked in a loop. */
static void
test_no_life_at_all (Fixture *fixture, gconstpointer data)
{
  test_token_source_set_ttl (fixture->source, 1);
  get (fixture, NULL);
  tr_token_keeper_set_lifetime (fixture->keeper, fixture->token, 0);
  let_pass (fixture, 20 * SECOND);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), <=, 21);
}

static void
test_expires (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = g_error_new_literal (TR_ERROR, TR_ERROR_SERVICE, "not today");

  get (fixture, NULL);
  test_token_source_set_error (fixture->source, error);
  let_pass (fixture, LIFE - SECOND);
  g_assert_cmpuint (fixture->n_expired, ==, 0);
  g_assert_nonnull (tr_token_keeper_peek (fixture->keeper));
  let_pass (fixture, 60 * SECOND);
  g_assert_cmpuint (fixture->n_expired, ==, 1);
  g_assert_cmpint (fixture->expired_code, ==, TR_ERROR_SERVICE);
  g_assert_null (tr_token_keeper_peek (fixture->keeper));
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);

  test_token_source_set_error (fixture->source, NULL);
  get (fixture, NULL);
  g_assert_nonnull (fixture->token);
}

static void
test_silent_source (Fixture *fixture, gconstpointer data)
{
  test_token_source_set_silent (fixture->source, TRUE);
  tr_token_keeper_get_async (fixture->keeper, NULL, NULL, got_cb, fixture);
  test_settle ();
  tr_clock_advance (fixture->clock, 15 * SECOND);
  test_wait (fixture->n_got == 1);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_TIMEOUT);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  test_token_source_set_silent (fixture->source, TRUE);
  tr_token_keeper_get_async (fixture->keeper, NULL, cancellable, got_cb, fixture);
  g_cancellable_cancel (cancellable);
  test_wait (fixture->n_got == 1);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tr_token_keeper_get_async (fixture->keeper, NULL, cancellable, got_cb, fixture);
  test_wait (fixture->n_got == 2);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  test_token_source_set_silent (fixture->source, TRUE);
  tr_token_keeper_get_async (fixture->keeper, NULL, NULL, got_cb, fixture);
  tr_token_keeper_stop (fixture->keeper);
  test_wait (fixture->n_got == 1);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
}

static void
got_and_stop_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  got_cb (source, result, user_data);
  tr_token_keeper_stop (TR_TOKEN_KEEPER (source));
}

/* Several wait for one token, and the first one has no more use for any: the others get theirs. */
static void
test_stopped_by_the_first (Fixture *fixture, gconstpointer data)
{
  tr_token_keeper_get_async (fixture->keeper, NULL, NULL, got_and_stop_cb, fixture);
  tr_token_keeper_get_async (fixture->keeper, NULL, NULL, got_cb, fixture);
  test_wait (fixture->n_got == 2);
  g_assert_no_error (fixture->error);
  g_assert_nonnull (fixture->token);
  g_assert_null (tr_token_keeper_peek (fixture->keeper));
}

static void
test_dies_while_renewing (Fixture *fixture, gconstpointer data)
{
  get (fixture, NULL);
  test_token_source_set_silent (fixture->source, TRUE);
  let_pass (fixture, LIFE * 86 / 100);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), >=, 2);
  g_assert_finalize_object (g_steal_pointer (&fixture->keeper));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/token-keeper/get/one-fetch", test_one_fetch_for_all);
  ADD ("/token-keeper/get/refused", test_refused_is_replaced);
  ADD ("/token-keeper/get/silent", test_silent_source);
  ADD ("/token-keeper/get/cancelled", test_cancelled);
  ADD ("/token-keeper/get/stopped", test_stopped);
  ADD ("/token-keeper/get/stopped/by-the-first", test_stopped_by_the_first);
  ADD ("/token-keeper/renew", test_renewed_between_three_and_four_quarters);
  ADD ("/token-keeper/renew/jitter", test_jitter);
  ADD ("/token-keeper/renew/shorter-life", test_shorter_life_than_said);
  ADD ("/token-keeper/renew/no-life", test_no_life_at_all);
  ADD ("/token-keeper/renew/dies", test_dies_while_renewing);
  ADD ("/token-keeper/expires", test_expires);
  return g_test_run ();
}
