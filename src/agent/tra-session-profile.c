/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-profile.h"

#include "tra-profile.h"
#include "tra-session-private.h"

/* Nothing is forgotten by switching: each one's secret stays in the keyring, under its own name. */

/* The secret of somebody who is off the list. */
static void
forget (TraSession *self, TraProfile *profile)
{
  const TraKeyringKey key = tra_profile_get_key (profile);

  if (profile->is_of_company)
    tra_session_end_removed (self, &key, profile->place);
  else
    tra_session_forget_secret (self, &key);
}

/*
 * tra_session_keep_profile:
 * @self: a session that is signed in, or has just been
 *
 * Writes down who works here, as the settings have it. The list is short: who is crowded out of it by
 * that is forgotten with the secret.
 */
void
tra_session_keep_profile (TraSession *self)
{
  g_autoptr(GPtrArray) before = NULL;

  if (self->demo != NULL)
    return;

  before = tra_profile_list (self->settings, self->service_url);
  tra_profile_keep (self->settings, self->service_url);
  for (guint i = 0; i < before->len; i++)
    {
      TraProfile *profile = g_ptr_array_index (before, i);
      g_autoptr(TraProfile) known =
          tra_profile_find (self->settings, self->service_url, profile->id);

      if (known == NULL)
        forget (self, profile);
    }
}

/*
 * tra_session_take_profile:
 * @self: a session that has just been left
 *
 * Signs in whom it was left for, if it was.
 */
void
tra_session_take_profile (TraSession *self)
{
  g_autofree char *id = g_steal_pointer (&self->next_profile);

  if (id == NULL)
    return;

  tra_profile_take (self->settings, *id != '\0' ? id : NULL);
  if (*id != '\0')
    tra_session_resume (self);
  /* Now there is a form to be shown. */
  if (self->attempt == NULL)
    tra_session_update (self);
}

/**
 * tra_session_switch_profile:
 * @self: a session
 * @id: (nullable): of a #TraProfile; %NULL for somebody who is not known here yet
 *
 * Leaves as at the end of the program, with the status set and nothing forgotten, and signs in the
 * other one with what the keyring holds. If it holds nothing, or nobody is known, the form asks: its
 * fields are as the settings are then.
 */
void
tra_session_switch_profile (TraSession *self, const char *id)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (self->leaving != NULL)
    return;

  tra_session_cancel_sign_in (self);
  /* What changed since the sign-in: where a company's server said that the service is. */
  if (self->is_signed_in)
    tra_session_keep_profile (self);
  g_free (self->next_profile);
  self->next_profile = g_strdup (id != NULL ? id : "");
  if (self->is_signed_in)
    tra_session_leave_async (self, NULL, NULL);
  else
    tra_session_take_profile (self);
}

/**
 * tra_session_is_switching:
 * @self: a session
 *
 * Returns: whether somebody else is about to be signed in from the keyring, so that a form would come
 *   and go
 */
gboolean
tra_session_is_switching (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return self->next_profile != NULL || (self->attempt != NULL && self->attempt->is_resumed);
}

/**
 * tra_session_remove_profile:
 * @self: a session
 * @id: of a #TraProfile; who is signed in stays
 *
 * Forgets somebody, and the secret. A session at a company's server is ended there; if that can't be
 * done, it is said.
 */
void
tra_session_remove_profile (TraSession *self, const char *id)
{
  g_autoptr(TraProfile) profile = NULL;

  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (id != NULL);

  profile = tra_profile_find (self->settings, self->service_url, id);
  if (profile == NULL || (profile->is_last && self->is_signed_in && self->demo == NULL))
    return;

  /* Who is about to be signed in from the keyring would be signed in as nobody. */
  if (profile->is_last && self->attempt != NULL && self->attempt->is_resumed)
    tra_session_cancel_sign_in (self);
  tra_profile_remove (self->settings, id);
  if (profile->is_last)
    tra_profile_take (self->settings, NULL);
  forget (self, profile);
}
