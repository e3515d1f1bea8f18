/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "worker-fixture.h"

static void
test_first_connection_reads_everything (Fixture *fixture, gconstpointer data)
{
  const char *sid = test_bridge_add_reservation (fixture->bridge);

  fixture_start (fixture);
  g_assert_cmpstr (tr_worker_get_sid (fixture->worker), ==, TEST_WORKER);
  g_assert_cmpstr (tr_worker_get_workspace_sid (fixture->worker), ==, TEST_WORKSPACE);
  g_assert_cmpstr (tr_worker_get_account_sid (fixture->worker), ==, TEST_ACCOUNT);
  g_assert_cmpstr (tr_worker_get_friendly_name (fixture->worker), ==, "dave");
  g_assert_cmpstr (tr_activity_get_sid (tr_worker_get_activity (fixture->worker)), ==,
                   TEST_OFFLINE);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_activities (fixture->worker)), ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_channels (fixture->worker)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_reservations (fixture->worker)), ==, 1);
  g_assert_nonnull (tr_worker_find_reservation (fixture->worker, sid));
  g_assert_null (tr_worker_get_error (fixture->worker));
  fixture_assert_told (fixture, "reservation-created:WR1 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker/connect/reads-everything", test_first_connection_reads_everything);
  return g_test_run ();
}
