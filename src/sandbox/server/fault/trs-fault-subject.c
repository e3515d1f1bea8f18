/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-fault-subject.h"

#include "tr-clock.h"
#include <string.h>

#include "auth/trs-pass.h"
#include "bridge/trs-bridge-body.h"
#include "trs-sid.h"

/* A worker's address, or something below it. */
static char *
find_worker_in_path (const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (trs_sid_is_valid (parts[i], "WK"))
        return g_strdup (parts[i]);
    }
  return NULL;
}

/* The token of a socket's address, or of the body of a request to the event bridge. */
static TrsPass *
read_pass (TrsRequest *request, TrsKeyring *keyring, gint64 now)
{
  g_auto(TrsBridgeBody) body = { NULL, };
  g_autoptr(TrClock) machine = tr_clock_new ();
  const char *token = NULL;
  TrsPass *pass;

  if (!g_str_has_prefix (trs_request_get_path (request), "/v1/wschannels"))
    return NULL;
  if (trs_request_parse_query (request, NULL))
    token = trs_form_get (trs_request_get_query (request), "token");
  if (token == NULL && trs_bridge_body_read (&body, request, NULL))
    token = body.token;
  if (token == NULL)
    return NULL;
  pass = trs_pass_new (token, keyring, now, NULL);
  /* Whoever made it had the machine's time, see the event bridge. */
  return pass != NULL ? pass
                      : trs_pass_new (token, keyring,
                                      tr_clock_get_real_time (machine) / G_USEC_PER_SEC, NULL);
}

/**
 * trs_fault_subject_read:
 * @self: (out caller-allocates): whose it is, as far as it can be told
 * @request: a request that was not let in yet
 * @keyring: who may sign
 * @now: the sandbox's time, in seconds since the epoch
 */
void
trs_fault_subject_read (TrsFaultSubjectOfRequest *self,
                        TrsRequest *request,
                        TrsKeyring *keyring,
                        gint64 now)
{
  const char *header = trs_request_get_header (request, "Authorization");
  g_autoptr(TrsPass) pass = read_pass (request, keyring, now);

  self->path = g_strdup (trs_request_get_path (request));
  if (pass != NULL)
    {
      self->account_sid = g_strdup (trs_pass_get_account_sid (pass));
      self->worker_sid = g_strdup (trs_pass_get_worker_sid (pass));
      return;
    }
  self->account_sid = g_strdup (trs_keyring_check_basic (keyring, header));
  self->worker_sid = find_worker_in_path (self->path);
}

void
trs_fault_subject_clear (TrsFaultSubjectOfRequest *self)
{
  g_free (self->path);
  g_free (self->account_sid);
  g_free (self->worker_sid);
}
