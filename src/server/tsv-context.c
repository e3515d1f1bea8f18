/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-context.h"

#include "tr-trust.h"

#include "tsv-account.h"
#include "tsv-event-streams.h"
#include "tsv-line.h"
#include "tsv-listing.h"
#include "tsv-queues.h"

static gboolean
share_password (const TsvConfig *config, GError **error)
{
  g_autoptr(TsvStore) store = tsv_store_open (config->database, error);

  if (store == NULL || !tsv_store_execute (store, "BEGIN IMMEDIATE", error))
    return FALSE;
  return tsv_account_share (store, config->shared_password, config->yescrypt_cost, error) &&
         tsv_store_execute (store, "COMMIT", error);
}

static TrClient *
make_client (const TsvConfig *config, GError **error)
{
  g_autoptr(SoupSession) session = soup_session_new ();

  if (!tr_trust_apply (session, config->ca_file, error))
    return NULL;
  return tr_client_new (config->endpoints, config->credentials, session);
}

/**
 * tsv_context_open:
 * @self: all zeroes
 * @config: what to serve; outlives it
 * @clock: tells the time
 * @error: what is wrong with the database or the authorities to trust
 *
 * Opens the database, which may take a moment. Whether it fails or not, tsv_context_close() is due.
 */
gboolean
tsv_context_open (TsvContext *self, const TsvConfig *config, TrClock *clock, GError **error)
{
  self->config = config;
  self->clock = g_object_ref (clock);
  self->streams = tsv_event_streams_new (self);
  self->queues = tsv_queues_new (self);
  self->listing = tsv_listing_new (self);
  self->line = tsv_line_new (self);
  if (!share_password (config, error))
    return FALSE;
  self->client = make_client (config, error);
  if (self->client == NULL)
    return FALSE;
  self->verifier = tsv_verifier_new (config->yescrypt_cost, error);
  if (self->verifier == NULL)
    return FALSE;
  self->database = tsv_database_new (config->database, error);
  if (self->database == NULL)
    return FALSE;
  self->reader = tsv_database_new_reader (config->database, error);
  return self->reader != NULL;
}

/**
 * tsv_context_end:
 * @self: a context
 *
 * What goes on by itself ends. May be called again.
 */
void
tsv_context_end (TsvContext *self)
{
  g_clear_pointer (&self->streams, tsv_event_streams_free);
  g_clear_pointer (&self->queues, tsv_queues_free);
  g_clear_pointer (&self->listing, tsv_listing_free);
  g_clear_pointer (&self->line, tsv_line_free);
}

/**
 * tsv_context_close:
 * @self: a context whose requests are over
 *
 * May be called again.
 */
void
tsv_context_close (TsvContext *self)
{
  tsv_context_end (self);
  g_clear_object (&self->client);
  g_clear_object (&self->verifier);
  g_clear_object (&self->reader);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);
}

gint64
tsv_context_get_now (const TsvContext *self)
{
  return tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC;
}
