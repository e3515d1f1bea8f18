/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-number.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-number-private.h"
#include "trs-resource-private.h"
#include "trs-web.h"

#define MAX_URL 2083

static void
trs_number_finalize (gpointer data)
{
  TrsNumber *self = data;

  g_free (self->program.url);
  g_free (self->program.method);
  g_free (self->program.fallback_url);
  g_free (self->program.fallback_method);
  g_free (self->phone_number);
  g_free (self->friendly_name);
  g_free (self->status_callback);
  g_free (self->status_callback_method);
}

static void
set (char **place, const char *value)
{
  if (value == NULL)
    return;
  g_free (*place);
  *place = *value != '\0' ? g_strdup (value) : NULL;
}

static void
apply (TrsNumber *self, const TrsNumberChange *change)
{
  if (change->friendly_name != NULL)
    {
      g_free (self->friendly_name);
      self->friendly_name = g_strdup (change->friendly_name);
    }
  set (&self->program.url, change->voice_url);
  set (&self->program.method, change->voice_method);
  set (&self->program.fallback_url, change->voice_fallback_url);
  set (&self->program.fallback_method, change->voice_fallback_method);
  set (&self->status_callback, change->status_callback);
  set (&self->status_callback_method, change->status_callback_method);
}

/* @sid is nullable; the caller saw that the number is good and free. */
TrsNumber *
trs_number_new (TrsAccount *account, const char *sid, const TrsNumberChange *change)
{
  TrsNumber *self = trs_resource_new (account->engine, TRS_RESOURCE_NUMBER, sizeof *self,
                                      trs_number_finalize, "PN", sid);

  self->account = account;
  self->phone_number = g_strdup (change->phone_number);
  self->friendly_name = g_strdup (change->phone_number);
  apply (self, change);
  g_ptr_array_add (account->numbers, self);
  g_hash_table_insert (account->engine->numbers, self->phone_number, self);
  return self;
}

static gboolean
check_method (const char *method, const char *parameter, GError **error)
{
  if (method == NULL || g_ascii_strcasecmp (method, "GET") == 0 ||
      g_ascii_strcasecmp (method, "POST") == 0)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_METHOD, "%s is not valid: it must be GET or POST",
               parameter);
  return FALSE;
}

static gboolean
check_url (const char *url, TrsError code, const char *parameter, GError **error)
{
  if (url == NULL || *url == '\0' || (strlen (url) <= MAX_URL && trs_web_is_address (url)))
    return TRUE;

  g_set_error (error, TRS_ERROR, code, "%s is not valid: %s", parameter, url);
  return FALSE;
}

static gboolean
check_change (const TrsNumberChange *change, GError **error)
{
  if (change->friendly_name != NULL &&
      !trs_friendly_name_check (change->friendly_name, "FriendlyName", error))
    return FALSE;
  return check_url (change->voice_url, TRS_ERROR_VOICE_URL, "VoiceUrl", error) &&
         check_url (change->voice_fallback_url, TRS_ERROR_VOICE_URL, "VoiceFallbackUrl", error) &&
         check_url (change->status_callback, TRS_ERROR_STATUS_CALLBACK_URL, "StatusCallback",
                    error) &&
         check_method (change->voice_method, "VoiceMethod", error) &&
         check_method (change->voice_fallback_method, "VoiceFallbackMethod", error) &&
         check_method (change->status_callback_method, "StatusCallbackMethod", error);
}

/* A number there that nobody has. */
static char *
find_free_number (TrsEngine *engine, const char *area_code)
{
  for (int i = 100; i < 200; i++)
    {
      g_autofree char *number = g_strdup_printf ("+1%s5550%d", area_code, i);

      if (trs_engine_get_number_by_number (engine, number) == NULL)
        return g_steal_pointer (&number);
    }
  return NULL;
}

static gboolean
is_area_code (const char *text)
{
  return strlen (text) == 3 && strspn (text, "0123456789") == 3 && text[0] > '1';
}

/**
 * trs_number_create:
 * @account: an account
 * @change: what it is
 * @error: return location for a %TRS_ERROR_BAD_PHONE_NUMBER, %TRS_ERROR_PHONE_NUMBER_TAKEN,
 *   %TRS_ERROR_NO_SUCH_AREA and the like
 *
 * Gives the account a number. Nobody pays for it.
 *
 * Returns: (transfer none): the number, or %NULL with @error set
 *
 * Source: the service's IncomingPhoneNumber resource.
 */
TrsNumber *
trs_number_create (TrsAccount *account, const TrsNumberChange *change, GError **error)
{
  TrsEngine *engine = account->engine;
  g_autofree char *found = NULL;
  TrsNumberChange whole = *change;

  if (!check_change (change, error))
    return NULL;
  if (change->phone_number == NULL && change->area_code == NULL)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_BAD_PHONE_NUMBER,
                           "PhoneNumber or AreaCode is required");
      return NULL;
    }
  if (change->phone_number == NULL)
    {
      found = is_area_code (change->area_code) ? find_free_number (engine, change->area_code) : NULL;
      if (found == NULL)
        {
          g_set_error (error, TRS_ERROR, TRS_ERROR_NO_SUCH_AREA,
                       "No phone numbers found in area code %s", change->area_code);
          return NULL;
        }
      whole.phone_number = found;
    }
  if (!trs_address_is_valid (whole.phone_number) || whole.phone_number[0] != '+')
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_BAD_PHONE_NUMBER, "%s is not a valid number",
                   whole.phone_number);
      return NULL;
    }
  if (trs_engine_get_number_by_number (engine, whole.phone_number) != NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_PHONE_NUMBER_TAKEN, "%s is not available",
                   whole.phone_number);
      return NULL;
    }
  return trs_number_new (account, NULL, &whole);
}

/**
 * trs_number_update:
 * @self: a number
 * @change: what to set
 * @error: return location for a %TRS_ERROR_VOICE_URL and the like
 *
 * Calls that came in before go on as they began.
 *
 * Returns: whether it was done
 */
gboolean
trs_number_update (TrsNumber *self, const TrsNumberChange *change, GError **error)
{
  if (!check_change (change, error))
    return FALSE;

  apply (self, change);
  trs_resource_touch (self->account->engine, self);
  return TRUE;
}

/**
 * trs_number_delete:
 * @self: a number
 * @error: return location
 *
 * Calls that came in before go on.
 *
 * Returns: %TRUE
 */
gboolean
trs_number_delete (TrsNumber *self, GError **error)
{
  TrsAccount *account = self->account;

  g_hash_table_remove (account->engine->numbers, self->phone_number);
  trs_resource_remove (account->engine, account->numbers, self);
  return TRUE;
}
