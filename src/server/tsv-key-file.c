/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-key-file.h"

/**
 * tsv_key_file_dup_text:
 * @file: a key file
 * @group: a group's name
 * @key: a key's
 * @variable: (nullable): the environment's, which comes before the file, as the sandbox's --print-env
 *   fills it
 *
 * Returns: (transfer full) (nullable): the value; %NULL where there is none, or an empty one
 */
char *
tsv_key_file_dup_text (GKeyFile *file, const char *group, const char *key, const char *variable)
{
  const char *value = variable != NULL ? g_getenv (variable) : NULL;
  g_autofree char *text = NULL;

  if (value != NULL && *value != '\0')
    return g_strdup (value);
  text = g_key_file_get_string (file, group, key, NULL);
  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * tsv_key_file_dup_list:
 * @file: a key file
 * @group: a group's name
 * @key: a key's
 *
 * Returns: (transfer full): what stands between semicolons, without the spaces around it
 */
char **
tsv_key_file_dup_list (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = tsv_key_file_dup_text (file, group, key, NULL);
  g_auto(GStrv) words = g_strsplit (text != NULL ? text : "", ";", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*g_strstrip (words[i]) != '\0')
        g_strv_builder_add (builder, words[i]);
    }
  return g_strv_builder_end (builder);
}

/**
 * tsv_key_file_read_number:
 * @file: a key file
 * @group: a group's name
 * @key: a key's
 * @min: smallest value allowed
 * @max: largest value allowed
 * @fallback: where the key is left out
 * @value: (out): the number
 * @error: a %G_KEY_FILE_ERROR that names group and key
 */
gboolean
tsv_key_file_read_number (GKeyFile *file,
                          const char *group,
                          const char *key,
                          int min,
                          int max,
                          int fallback,
                          int *value,
                          GError **error)
{
  g_autofree char *text = tsv_key_file_dup_text (file, group, key, NULL);
  gint64 number = fallback;

  if (text != NULL && !g_ascii_string_to_signed (text, 10, min, max, &number, NULL))
    {
      g_autofree char *problem = g_strdup_printf ("a number from %d to %d is wanted", min, max);

      tsv_key_file_set_error (error, group, key, problem);
      return FALSE;
    }
  *value = (int) number;
  return TRUE;
}

void
tsv_key_file_set_error (GError **error, const char *group, const char *key, const char *problem)
{
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[%s] %s: %s", group, key,
               problem);
}
