/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include <stdio.h>
#include <string.h>

#include "resource/trs-account-json.h"

/**
 * trs_voice_get_account:
 * @request: a request whose credentials were checked against its path
 * @engine: the engine
 *
 * Returns: the account that asks
 */
TrsAccount *
trs_voice_get_account (TrsRequest *request, TrsEngine *engine)
{
  return trs_engine_get_account (engine, trs_request_get_account_sid (request));
}

static int
compare_day (const char *wanted, gint64 date)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (date / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (time, "%Y-%m-%d");

  return strncmp (day, wanted, strlen (day)); /* of a date with a time the day counts */
}

static gboolean
is_day (const char *text)
{
  guint year, month, day;
  int length = 0;

  return sscanf (text, "%4u-%2u-%2u%n", &year, &month, &day, &length) == 3 && length == 10 &&
         g_date_valid_dmy ((GDateDay) MIN (day, 99), (GDateMonth) MIN (month, 99),
                           (GDateYear) year) &&
         (text[length] == '\0' || text[length] == 'T');
}

/**
 * trs_voice_check_dates:
 * @request: a list request; answered when a filter is no date
 * @first: a date filter's name
 * @second: (nullable): another's
 *
 * Returns: whether the filters on them can be read
 */
gboolean
trs_voice_check_dates (TrsRequest *request, const char *first, const char *second)
{
  TrsForm *query = trs_request_get_query (request);
  const char *names[] = { first, second };

  for (gsize i = 0; i < 3 * G_N_ELEMENTS (names); i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *message = NULL;
      const char *text;

      if (names[i / 3] == NULL)
        continue;
      key = g_strconcat (names[i / 3], i % 3 == 0 ? "" : i % 3 == 1 ? "<" : ">", NULL);
      text = trs_form_get_filled (query, key);
      if (text == NULL || is_day (text))
        continue;
      message = g_strdup_printf ("Invalid parameter %s: '%s' is no date", key, text);
      trs_request_refuse (request, 20001, message);
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_voice_date_fits:
 * @query: the filters
 * @name: a date filter's name, such as "DateCreated"
 * @date: microseconds since the epoch
 *
 * Inequalities are part of the parameter's name: "DateCreated>=2026-01-15" is the key
 * "DateCreated>" with a day for a value.
 *
 * Returns: whether the filters on it are absent or hold
 */
gboolean
trs_voice_date_fits (TrsForm *query, const char *name, gint64 date)
{
  g_autofree char *before = g_strconcat (name, "<", NULL);
  g_autofree char *after = g_strconcat (name, ">", NULL);
  const char *on_day = trs_form_get_filled (query, name);
  const char *last_day = trs_form_get_filled (query, before);
  const char *first_day = trs_form_get_filled (query, after);

  return (on_day == NULL || compare_day (on_day, date) == 0) &&
         (last_day == NULL || compare_day (last_day, date) <= 0) &&
         (first_day == NULL || compare_day (first_day, date) >= 0);
}

static void
fetch_account (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);

  trs_request_answer_object (request, 200,
                             trs_account_to_2010 (account, trs_request_get_base_url (request)));
}

static const TrsRoute routes[] = {
  { "GET", TRS_VOICE_ACCOUNT ".json", TRS_ACCESS_BASIC, fetch_account },
};

/**
 * trs_voice_add_routes:
 * @router: where the routes go
 * @engine: what they read and change; outlives the router
 */
void
trs_voice_add_routes (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
  trs_voice_add_calls (router, engine);
  trs_voice_add_conferences (router, engine);
  trs_voice_add_participants (router, engine);
  trs_voice_add_queues (router, engine);
  trs_voice_add_recordings (router, engine);
  trs_voice_add_members (router, engine);
  trs_voice_add_numbers (router, engine);
}
