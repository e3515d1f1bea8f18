/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-phone-number.h"

#include <gtk/gtk.h>
#include <string.h>

#include "tra-plain-text.h"

/* The longest address that is shown whole: a SIP address, not only E.164's 15 digits. */
#define MAX_CHARS 64

#define LEFT_TO_RIGHT_ISOLATE "\342\201\246" /* U+2066 */
#define POP_ISOLATE "\342\201\251" /* U+2069 */

/* +1, area code, exchange, line; neither of the first two starts with 0 or 1. */
static gboolean
is_north_american (const char *number)
{
  if (!g_str_has_prefix (number, "+1") || strlen (number) != strlen ("+16505550100"))
    return FALSE;

  for (const char *p = number + 1; *p != '\0'; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;

  return number[2] >= '2' && number[5] >= '2';
}

static char *
group (const char *number)
{
  g_autofree char *plain = tra_phone_number_plain (number);

  if (!is_north_american (plain))
    return g_steal_pointer (&plain);

  return g_strdup_printf ("%.2s %.3s %.3s %s", plain, plain + 2, plain + 5, plain + 8);
}

/**
 * tra_phone_number_format:
 * @number: (nullable): a caller's or worker's address as the service spells it: "+16505550100",
 *   "client:dana"
 *
 * Groups the digits of a North American number, "+1 650 555 0100". Other numbers are grouped by
 * rules that we do not know, so they stay as they are. In a window that reads from right to left
 * the groups would change places, so there it comes as tra_phone_number_isolate() gives it.
 *
 * Returns: (transfer full): the number for people to read, alone on its line; plain text
 */
char *
tra_phone_number_format (const char *number)
{
  if (number != NULL && gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL)
    return tra_phone_number_isolate (number);

  return group (number);
}

/**
 * tra_phone_number_isolate:
 * @number: an address as the service spells it
 *
 * Like tra_phone_number_format(), for use inside a sentence, which may hold words of a language
 * that is written from right to left even where the window is not.
 *
 * Returns: (transfer full): the number between U+2066 and U+2069
 */
char *
tra_phone_number_isolate (const char *number)
{
  g_autofree char *grouped = group (number);

  return g_strconcat (LEFT_TO_RIGHT_ISOLATE, grouped, POP_ISOLATE, NULL);
}

/**
 * tra_phone_number_plain:
 * @number: (nullable): an address as the service spells it
 *
 * Returns: (transfer full): @number without groups, as plain text: for the clipboard and tooltips
 */
char *
tra_phone_number_plain (const char *number)
{
  return tra_plain_text (number, MAX_CHARS);
}

/* Whether @number is a plus and @word as it is typed on a telephone's keys. */
static gboolean
is_spelled (const char *number, const char *word)
{
  static const char keys[] = "22233344455566677778889999"; /* of a to z */

  if (*number++ != '+')
    return FALSE;
  while (*word != '\0' && *number == keys[*word - 'a'])
    {
      number++;
      word++;
    }
  return *word == '\0' && *number == '\0';
}

/**
 * tra_phone_number_is_withheld:
 * @number: whom a call is from
 *
 * Who does not show the number is anybody: two of these calls need not be from the same one.
 *
 * Returns: whether @number stands for no number: the word, or, where the service wants digits, the
 *   word as it is typed: +266696687 is "anonymous"
 *
 * Source: RFC 3323, section 4.1.1.3; the service's pages on callers that look strange.
 */
gboolean
tra_phone_number_is_withheld (const char *number)
{
  static const char *const words[] = {
    "anonymous", "blocked", "private", "restricted", "unavailable", "unknown",
  };

  g_return_val_if_fail (number != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (number, words[i]) == 0 || is_spelled (number, words[i]))
      return TRUE;
  return g_ascii_strncasecmp (number, "sip:anonymous@", strlen ("sip:anonymous@")) == 0;
}
