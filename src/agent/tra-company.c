/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-company.h"

#include "tr-trust.h"

/**
 * TraCompany:
 *
 * See the header. The keyring replaces one secret by another in one step: whoever dies before that
 * leaves the refresh token from before, which the server takes once more within a minute; after that
 * the agent is asked for the password.
 */
struct _TraCompany
{
  GObject parent_instance;

  SoupSession *network;         /* owned; its own: the service may be trusted by other authorities */
  TrCompanyClient *client;      /* owned */
  TrClient *service;            /* owned; NULL until it is known that the server asks for desks */
  TrCompanyGrant *grant;        /* owned; NULL until there is one */
  TrClock *clock;               /* owned */
  TraKeyring *keyring;          /* owned */
  TrCompanyTokenSource *source; /* owned; NULL until signed in */
  char *worker;                 /* owned; likewise, as is the next */
  char *worker_sid;
  gboolean keeps;
  gboolean was_stored;          /* at least once, or found there */
  gboolean is_stale;            /* what is being written is not the latest */
  GCancellable *storing;        /* owned; NULL unless something is being written */
};

enum { STORED, ROTATED, ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraCompany, tra_company, G_TYPE_OBJECT)

/* ---- The keyring ---- */

static void store (TraCompany *self);

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;
  gboolean is_done = tra_keyring_finish (TRA_KEYRING (source), result, &state, &error);
  g_autoptr(TraCompany) self = user_data; /* a program that ends writes it all the same */
  gboolean is_first;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->storing);
  if (!is_done)
    g_info ("Keeping the sign-in: %s", error->message);
  if (self->is_stale)
    {
      store (self);
      return;
    }
  is_first = !self->was_stored;
  self->was_stored = TRUE;
  if (is_first)
    g_signal_emit (self, signals[STORED], 0, (int) state, is_done);
}

/* One at a time: two that are on their way may come in either order. */
static void
store (TraCompany *self)
{
  const char *refresh_token = tr_company_token_source_get_refresh_token (self->source);
  const TraKeyringKey key = tra_company_get_key (self);

  self->is_stale = self->storing != NULL;
  if (self->is_stale || !self->keeps || refresh_token == NULL)
    return;

  self->storing = g_cancellable_new ();
  tra_keyring_store_async (self->keyring, &key, refresh_token, self->storing, stored_cb,
                           g_object_ref (self));
}

static void
stop_storing (TraCompany *self)
{
  self->is_stale = FALSE;
  if (self->storing != NULL)
    g_cancellable_cancel (self->storing);
  g_clear_object (&self->storing);
}

/* ---- The token source ---- */

/* What a server does for desks does not change while somebody is signed in; what the worker may do
 * may change with each grant. */
static void
take_grant (TraCompany *self, TrCompanyGrant *grant)
{
  g_clear_pointer (&self->grant, tr_company_grant_unref);
  self->grant = tr_company_grant_ref (grant);
  if (self->service != NULL || !tr_company_grant_serves_desk (grant))
    return;

  self->service = tr_client_new_for_company (self->client, self->source, self->network);
  tr_client_set_clock (self->service, self->clock);
}

static void
rotated_cb (TraCompany *self, TrCompanyGrant *grant)
{
  take_grant (self, grant);
  store (self);
  g_signal_emit (self, signals[ROTATED], 0, grant);
}

static void
ended_cb (TraCompany *self)
{
  g_message ("The company’s server has ended the session");
  stop_storing (self);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
set_source (TraCompany *self,
            TrCompanyTokenSource *source,
            const char *worker,
            const char *worker_sid)
{
  g_assert (self->source == NULL);

  self->source = source;
  self->worker = g_strdup (worker);
  self->worker_sid = g_strdup (worker_sid);
  g_signal_connect_object (source, "rotated", G_CALLBACK (rotated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
}

static void
tra_company_dispose (GObject *object)
{
  TraCompany *self = TRA_COMPANY (object);

  tra_company_let_go (self);
  g_clear_object (&self->service);
  g_clear_pointer (&self->grant, tr_company_grant_unref);
  g_clear_object (&self->source);
  g_clear_object (&self->client);
  g_clear_object (&self->network);
  g_clear_object (&self->clock);
  g_clear_object (&self->keyring);
  G_OBJECT_CLASS (tra_company_parent_class)->dispose (object);
}

static void
tra_company_finalize (GObject *object)
{
  g_free (TRA_COMPANY (object)->worker);
  g_free (TRA_COMPANY (object)->worker_sid);
  G_OBJECT_CLASS (tra_company_parent_class)->finalize (object);
}

static void
tra_company_class_init (TraCompanyClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_company_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_company_finalize;

  signals[STORED] = g_signal_new ("stored", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_BOOLEAN);
  signals[ROTATED] = g_signal_new ("rotated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, TR_TYPE_COMPANY_GRANT);
  signals[ENDED] =
      g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tra_company_init (TraCompany *self)
{
}

/**
 * tra_company_new:
 * @address: where the server is: https, or this machine
 * @clock: for deadlines
 * @keyring: where the refresh token is kept
 * @error: %G_IO_ERROR_INVALID_ARGUMENT if the address can't be used; %TR_ERROR_TLS if the
 *   authorities that are to be trusted can't be read
 *
 * Returns: (transfer full): a server that nobody is signed in to
 */
TraCompany *
tra_company_new (const char *address, TrClock *clock, TraKeyring *keyring, GError **error)
{
  g_autoptr(TraCompany) self = g_object_new (TRA_TYPE_COMPANY, NULL);

  g_return_val_if_fail (TRA_IS_KEYRING (keyring), NULL);

  self->network = soup_session_new ();
  self->clock = g_object_ref (clock);
  self->keyring = g_object_ref (keyring);
  self->client = tr_company_client_new (address, self->network, clock, error);
  if (self->client == NULL ||
      !tr_trust_apply (self->network, g_getenv (TR_TRUST_VARIABLE), error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * tra_company_adopt:
 * @self: a server that nobody is signed in to
 * @grant: what signing in brought
 */
void
tra_company_adopt (TraCompany *self, TrCompanyGrant *grant)
{
  g_return_if_fail (TRA_IS_COMPANY (self));

  set_source (self, tr_company_token_source_new (self->client, grant),
              tr_company_grant_get_worker_name (grant),
              tr_token_get_worker_sid (tr_company_grant_get_token (grant)));
  take_grant (self, grant);
}

/**
 * tra_company_sign_in_again:
 * @self: a server whose session is over
 * @grant: what the password brought, of the same worker
 *
 * "rotated" follows, and the keyring gets what is new if it had what was.
 */
void
tra_company_sign_in_again (TraCompany *self, TrCompanyGrant *grant)
{
  g_return_if_fail (TRA_IS_COMPANY (self));
  g_return_if_fail (self->source != NULL);

  tr_company_token_source_take_grant (self->source, grant);
}

/**
 * tra_company_resume:
 * @self: a server that nobody is signed in to
 * @worker: who was, at the last start
 * @worker_sid: his SID
 * @refresh_token: from the keyring
 * @device: what this computer is known by
 *
 * The first token is renewed when it is asked for.
 */
void
tra_company_resume (TraCompany *self,
                    const char *worker,
                    const char *worker_sid,
                    const char *refresh_token,
                    const char *device)
{
  g_return_if_fail (TRA_IS_COMPANY (self));

  self->keeps = TRUE;
  self->was_stored = TRUE;
  set_source (self, tr_company_token_source_new_resumed (self->client, refresh_token, device),
              worker, worker_sid);
}

/**
 * tra_company_set_keeps:
 * @self: a server that somebody is signed in to
 * @keeps: whether the next start is to sign in again
 *
 * Writes the refresh token to the keyring, now and whenever there is a new one; or stops that, and
 * leaves what is there to who knows how to forget.
 */
void
tra_company_set_keeps (TraCompany *self, gboolean keeps)
{
  g_return_if_fail (TRA_IS_COMPANY (self));

  self->keeps = keeps;
  if (keeps)
    store (self);
  else
    stop_storing (self);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraCompany) self = user_data; /* with the connection that this goes over */
  g_autoptr(GError) error = NULL;

  if (!tr_company_client_operation_finish (TR_COMPANY_CLIENT (source), result, &error))
    g_info ("Ending the session: %s", error->message);
}

/**
 * tra_company_sign_out:
 * @self: a server
 *
 * Ends the session there, so that nobody can renew it; nothing waits for the answer.
 */
void
tra_company_sign_out (TraCompany *self)
{
  g_return_if_fail (TRA_IS_COMPANY (self));

  tra_company_set_keeps (self, FALSE);
  if (!tra_company_is_over (self))
    tr_company_client_sign_out_async (self->client,
                                      tr_company_token_source_get_refresh_token (self->source), NULL,
                                      signed_out_cb, g_object_ref (self));
}

/**
 * tra_company_let_go:
 * @self: a server
 *
 * Ends what is on its way, but for signing out. What is being written to the keyring is written.
 */
void
tra_company_let_go (TraCompany *self)
{
  g_return_if_fail (TRA_IS_COMPANY (self));

  if (self->source != NULL)
    tr_company_token_source_stop (self->source);
}

/**
 * tra_company_abort:
 * @self: a server
 *
 * The machine was asleep: a connection that was kept is dead by now, as a rule.
 */
void
tra_company_abort (TraCompany *self)
{
  g_return_if_fail (TRA_IS_COMPANY (self));

  soup_session_abort (self->network);
}

const char *
tra_company_get_address (TraCompany *self)
{
  g_return_val_if_fail (TRA_IS_COMPANY (self), NULL);

  return tr_company_client_get_address (self->client);
}

/**
 * tra_company_dup_host:
 * @self: a server
 *
 * Returns: (transfer full): its name without what only programs need, as calls.example.com
 */
char *
tra_company_dup_host (TraCompany *self)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (TRA_IS_COMPANY (self), NULL);

  uri = g_uri_parse (tra_company_get_address (self), G_URI_FLAGS_ENCODED, NULL);
  return g_strdup (uri != NULL ? g_uri_get_host (uri) : tra_company_get_address (self));
}

TrCompanyClient *
tra_company_get_client (TraCompany *self)
{
  g_return_val_if_fail (TRA_IS_COMPANY (self), NULL);

  return self->client;
}

/**
 * tra_company_get_service:
 * @self: a server that somebody is signed in to
 *
 * Returns: (nullable): what has the server ask the service; %NULL if it does not, or that is not known
 *   yet
 */
TrClient *
tra_company_get_service (TraCompany *self)
{
  g_return_val_if_fail (TRA_IS_COMPANY (self), NULL);

  return self->service;
}

/**
 * tra_company_may_dial_out:
 * @self: a server
 *
 * Returns: whether it has numbers called for the worker
 */
gboolean
tra_company_may_dial_out (TraCompany *self)
{
  g_return_val_if_fail (TRA_IS_COMPANY (self), FALSE);

  return self->grant != NULL && tr_company_grant_may_dial_out (self->grant);
}

/**
 * tra_company_is_supervisor:
 * @self: a server
 *
 * Returns: whether it takes the worker for a supervisor
 */
gboolean
tra_company_is_supervisor (TraCompany *self)
{
  g_return_val_if_fail (TRA_IS_COMPANY (self), FALSE);

  return self->grant != NULL && tr_company_grant_is_supervisor (self->grant);
}

TrTokenSource *
tra_company_get_source (TraCompany *self)
{
  g_return_val_if_fail (TRA_IS_COMPANY (self), NULL);

  return self->source != NULL ? TR_TOKEN_SOURCE (self->source) : NULL;
}

TrToken *
tra_company_get_token (TraCompany *self)
{
  g_return_val_if_fail (TRA_IS_COMPANY (self), NULL);

  return self->source != NULL ? tr_company_token_source_get_token (self->source) : NULL;
}

/**
 * tra_company_is_over:
 * @self: a server
 *
 * Returns: whether only a password gets the next token
 */
gboolean
tra_company_is_over (TraCompany *self)
{
  g_return_val_if_fail (TRA_IS_COMPANY (self), TRUE);

  return self->source == NULL ||
         tr_company_token_source_get_refresh_token (self->source) == NULL;
}

/**
 * tra_company_get_key:
 * @self: a server that somebody is signed in to
 *
 * Returns: what the keyring finds the refresh token by; its strings are borrowed. An account's secret
 *   has an account, so neither is taken for the other
 */
TraKeyringKey
tra_company_get_key (TraCompany *self)
{
  const TraKeyringKey key = { tra_company_get_address (self), "", self->worker,
                              self->worker_sid };

  return key;
}
