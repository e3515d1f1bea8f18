/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TraPopLookup:
 * @name: a placeholder's name
 * @user_data: what was given with the function
 *
 * Returns: (transfer full) (nullable): what stands for it; %NULL is nothing
 */
typedef char *(*TraPopLookup) (const char *name, gpointer user_data);

/* Fill what an administrator wrote with what strangers say. */
char *tra_pop_template_fill_url (const char *text,
                                 const char *const *schemes,
                                 TraPopLookup lookup,
                                 gpointer user_data,
                                 GError **error);
char **tra_pop_template_fill_command (const char *text,
                                      TraPopLookup lookup,
                                      gpointer user_data,
                                      GError **error);

G_END_DECLS
