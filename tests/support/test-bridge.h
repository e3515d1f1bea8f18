/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "tr-clock.h"

G_BEGIN_DECLS

#define TEST_ACCOUNT "AC00000000000000000000000000000001"
#define TEST_WORKSPACE "WS00000000000000000000000000000001"
#define TEST_WORKER "WK00000000000000000000000000000001"
#define TEST_OFFLINE "WA00000000000000000000000000000001"
#define TEST_AVAILABLE "WA00000000000000000000000000000002"
#define TEST_UNAVAILABLE "WA00000000000000000000000000000003"

/**
 * TestBridge:
 *
 * An event bridge on loopback with one worker: it keeps a store that tests change, answers the
 * bridge's operations from it, and sends what it is told to every socket. It tells nobody of a
 * change by itself: what a client hears is up to the test.
 */
typedef struct _TestBridge TestBridge;

TestBridge *test_bridge_new (TrClock *clock);
void test_bridge_free (TestBridge *self);
const char *test_bridge_get_url (TestBridge *self);
/* Has a test answer what is asked below @path: the voice API, say. */
void test_bridge_serve (TestBridge *self, const char *path, SoupServerCallback callback, gpointer user_data);

/* The store. */
void test_bridge_set_activity (TestBridge *self, const char *activity_sid);
void test_bridge_set_worker_attributes (TestBridge *self, const char *text);
void test_bridge_add_activity (TestBridge *self, const char *sid, const char *name);
void test_bridge_set_channel (TestBridge *self, guint index, int capacity, gboolean is_available);
const char *test_bridge_add_reservation (TestBridge *self); /* pending; gives its sid */
void test_bridge_set_reservation (TestBridge *self, const char *sid, const char *status);
void test_bridge_set_task (TestBridge *self, const char *sid, const char *status, const char *attributes);
void test_bridge_remove_reservation (TestBridge *self, const char *sid);
JsonObject *test_bridge_get_reservation (TestBridge *self, const char *sid);
JsonObject *test_bridge_get_worker (TestBridge *self);
void test_bridge_set_page_size (TestBridge *self, guint page_size);

/* Events, as frames for test_bridge_send(). */
char *test_bridge_reservation_event (TestBridge *self, const char *name, const char *sid);
char *test_bridge_task_event (TestBridge *self, const char *name, const char *reservation_sid);
char *test_bridge_worker_event (TestBridge *self, const char *name);
char *test_bridge_channel_event (TestBridge *self, const char *name, guint index);

/* The sockets. */
guint test_bridge_get_n_sockets (TestBridge *self);
guint test_bridge_get_n_upgrades (TestBridge *self);
const char *test_bridge_get_last_query (TestBridge *self); /* of the last upgrade */
void test_bridge_send (TestBridge *self, const char *frame);
void test_bridge_send_to (TestBridge *self, guint socket, const char *frame);
/* As they are, without a frame around them; gives how many were taken. */
gsize test_bridge_send_bytes (TestBridge *self, guint socket, gconstpointer bytes, gsize length);
void test_bridge_take_and_send (TestBridge *self, char *frame);
void test_bridge_close_sockets (TestBridge *self, gushort code, const char *reason);
void test_bridge_cut_sockets (TestBridge *self); /* without a goodbye */
void test_bridge_cut_socket (TestBridge *self, guint socket);
void test_bridge_send_init (TestBridge *self, guint socket);

/* How it behaves from now on. */
void test_bridge_set_sends_init (TestBridge *self, gboolean sends_init);
void test_bridge_set_upgrade_status (TestBridge *self, guint status); /* 0: upgrades */
void test_bridge_set_request_answer (TestBridge *self, guint status, const char *body); /* 0: none */
void test_bridge_refuse_tokens (TestBridge *self, guint n); /* the status is for the next n only */
void test_bridge_set_token_lifetime (TestBridge *self, gint64 milliseconds);
void test_bridge_set_reachable (TestBridge *self, gboolean is_reachable);
void test_bridge_set_deaf (TestBridge *self, gboolean is_deaf); /* takes connections, says nothing */
/* The next operation whose url has this end (and this method) is answered so, or held back. */
void test_bridge_fail_next (TestBridge *self, const char *method, const char *end, guint status, const char *body);
void test_bridge_hold (TestBridge *self, const char *method, const char *end);
void test_bridge_release (TestBridge *self);
void test_bridge_forget_held (TestBridge *self); /* cuts what is held back, after doing it */
guint test_bridge_get_n_held (TestBridge *self);

/* What it was asked: "METHOD url apiVersion params", one a line; a test may truncate it. */
GString *test_bridge_get_log (TestBridge *self);
const char *test_bridge_get_last_token (TestBridge *self);
guint test_bridge_count (TestBridge *self, const char *needle); /* in the log */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestBridge, test_bridge_free)

/* Runs the main loop until @condition holds; a test that waits longer than a minute ends. */
#define test_wait(condition)                                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint test_wait_id = g_timeout_add_seconds (60, test_wait_failed_cb, (gpointer) #condition);   \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (test_wait_id);                                                                \
  }                                                                                                \
  G_STMT_END

gboolean test_wait_failed_cb (gpointer condition);

/* Lets everything happen that can happen now without the clock being turned. */
void test_settle (void);

G_END_DECLS
