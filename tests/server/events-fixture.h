/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company-fixture.h"

G_BEGIN_DECLS

#define EVENTS_KEY "a key of sixteen bytes and more"

/* A company whose sandbox can call its servers back. The environment has EVENTS_KEY, and each server
 * knows its own address. */
typedef CompanyFixture EventsFixture;

void events_fixture_set_up (EventsFixture *self, gconstpointer data);
void events_fixture_tear_down (EventsFixture *self, gconstpointer data);

#define EVENTS_TEST(path, func)                                                                 \
  g_test_add (path, EventsFixture, NULL, events_fixture_set_up, func, events_fixture_tear_down)

/* Starts the servers again, with these lines in their configuration besides. */
void events_fixture_configure (EventsFixture *self, const char *lines);

/* The sandbox tells the server from here on what happens. */
void events_fixture_follow (EventsFixture *self);

/* Posts a form as the service does; @signature: nullable: the right one. */
JsonObject *events_fixture_post (EventsFixture *self,
                                 const char *path,
                                 const char *form,
                                 const char *signature);
/* An event's form: its SID's last letters, type and second, and what else is in it. */
char *events_fixture_form (EventsFixture *self,
                           const char *sid,
                           const char *type,
                           int second,
                           const char *more);
void events_fixture_tell (EventsFixture *self,
                          const char *sid,
                          const char *type,
                          int second,
                          const char *more);

JsonObject *events_fixture_get (EventsFixture *self, const char *path); /* as an administrator */
char *events_fixture_get_text (EventsFixture *self, const char *path);
guint events_fixture_count (EventsFixture *self, const char *query);
void events_fixture_wait_for (EventsFixture *self, const char *query, guint n);

/* Somebody who follows. */
typedef struct
{
  EventsFixture *fixture;
  GInputStream *input; /* owned; NULL until there is an answer */
  GString *text;       /* owned: what came */
  GCancellable *cancellable;
  const char *wanted;
  gboolean is_over;
} EventsStream;

EventsStream *events_stream_open (EventsFixture *self, const char *path, const char *last_id);
EventsStream *events_stream_open_as (EventsFixture *self,
                                     const char *bearer,
                                     const char *path,
                                     const char *last_id);
void events_stream_wait (EventsStream *stream, const char *text);
void events_stream_wait_over (EventsStream *stream);
void events_stream_close (EventsStream *stream);

G_END_DECLS
