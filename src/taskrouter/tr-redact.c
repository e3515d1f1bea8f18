/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-redact.h"

/*
 * What any text passes on its way to a log. It looks at shapes, not at meaning: better one harmless
 * word masked than one secret shown.
 */

#define MASK "***"

/* How names of secrets end, whatever they begin with: AuthToken, TR_API_KEY_SECRET … */
#define NAME "(?:token|secret|password|passwd|api_?key|signature|credential)s?"

/* In this order: later rules see what earlier ones left. No rule may look far ahead from many
 * places, since the text may be long and made to be slow. */
static const struct
{
  const char *pattern;
  const char *replacement;
} rules[] = {
  /* A JWT, whole or with its signature cut off. */
  { "\\beyJ[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*){0,2}", MASK },
  /* Authorization headers. */
  { "(?i)\\b(basic|bearer|digest)\\s+[^\\s,;\"']{4,}(?:\\s*,[^\\r\\n]*)?", "\\1 " MASK },
  { "(?i)\\b((?:proxy-)?authorization|(?:set-)?cookie|x-twilio-signature)(\\s*:\\s*+)"
    "(?!(?:basic|bearer|digest) )[^\\r\\n]+",
    "\\1\\2" MASK },
  /* name=value of queries, forms, environments and command lines. */
  { "(?i)(" NAME "(?:\\s*=\\s*|%3D))(?:\"[^\"]*\"|'[^']*'|[^\\s&\"',;}]+)", "\\1" MASK },
  /* "name": "value" of JSON, and of JSON inside a string of JSON. */
  { "(?i)(" NAME "\"\\s*:\\s*\")(?:\\\\.|[^\"\\\\])*+", "\\1" MASK },
  { "(?i)(" NAME "(\\\\+)\"\\s*:\\s*\\2\")(?:(?!(?<!\\\\)\\2\").)*+", "\\1" MASK },
  /* The same in a query or form. */
  { "(?i)(" NAME "(?:%5C)*%22(?:%20|\\+)*%3A(?:%20|\\+)*(?:%5C)*%22)(?:(?!(?:%5C)*%22)[^&\\s])*+",
    "\\1" MASK },
  /* user:password@ of URLs. */
  { "(://[^/\\s:@]*):[^/\\s@]*@", "\\1:" MASK "@" },
  /* What looks like an auth token or an API key's secret: 32 letters and digits. SIDs have 34. */
  { "(?<![A-Za-z0-9_-])(?=[A-Za-z]{0,31}[0-9])(?=[0-9]{0,31}[A-Za-z])[A-Za-z0-9]{32}"
    "(?![A-Za-z0-9_-])",
    MASK },
};

static const struct
{
  const char *pattern;
  const char *replacement;
} phone_rules[] = {
  { "(\\+|%2B)[0-9][0-9 ().-]{4,}([0-9]{2})(?![0-9])", "\\1" MASK "\\2" },
  { "\\(?\\b[0-9]{3}\\)?[ .-][0-9]{3}[ .-][0-9]{2}([0-9]{2})\\b", MASK "\\1" },
};

static GRegex *regexes[G_N_ELEMENTS (rules)];
static GRegex *phone_regexes[G_N_ELEMENTS (phone_rules)];

static void
compile_once (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    regexes[i] = g_regex_new (rules[i].pattern, G_REGEX_OPTIMIZE, 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (phone_rules); i++)
    phone_regexes[i] = g_regex_new (phone_rules[i].pattern, G_REGEX_OPTIMIZE, 0, NULL);
  g_once_init_leave (&done, 1);
}

/* A text that the matcher gives up on is not shown at all. */
static void
apply (char **text, GRegex *regex, const char *replacement)
{
  char *result = g_regex_replace (regex, *text, -1, 0, replacement, 0, NULL);

  g_free (*text);
  *text = result != NULL ? result : g_strdup (MASK);
}

/**
 * tr_redact:
 * @text: any text, of any encoding
 * @flags: what to mask beside secrets
 *
 * Masks JWTs, `token=` and its like in queries, forms and JSON, Authorization and cookie headers,
 * passwords in URLs, and what has the shape of an auth token or an API key's secret.
 *
 * Returns: (transfer full): UTF-8 text that may be logged
 */
char *
tr_redact (const char *text, TrRedactFlags flags)
{
  char *result;

  g_return_val_if_fail (text != NULL, NULL);

  compile_once ();
  result = g_utf8_make_valid (text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    apply (&result, regexes[i], rules[i].replacement);
  if ((flags & TR_REDACT_PHONE_NUMBERS) != 0)
    for (guint i = 0; i < G_N_ELEMENTS (phone_rules); i++)
      apply (&result, phone_regexes[i], phone_rules[i].replacement);
  return result;
}

/**
 * tr_redact_line:
 * @text: any text, as a message that the service sent
 * @max_chars: where to cut it
 *
 * Returns: (transfer full): the text without secrets, on one line and no longer than @max_chars,
 *   for error messages
 */
char *
tr_redact_line (const char *text, gsize max_chars)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree char *start = NULL;
  g_autofree char *redacted = NULL;
  gsize chars = 0;

  g_return_val_if_fail (text != NULL, NULL);

  /* What is cut off here is far behind what will be shown. */
  start = g_strndup (text, max_chars * 16);
  redacted = tr_redact (start, TR_REDACT_SECRETS);
  g_strstrip (redacted);
  for (const char *p = redacted; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (chars++ == max_chars)
        {
          g_string_append (line, "…");
          break;
        }
      /* Line and direction marks could make one line of a log look like another. */
      g_string_append_unichar (line, g_unichar_isprint (c) && !g_unichar_isspace (c) ? c : ' ');
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}
