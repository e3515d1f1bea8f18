/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The rows of an array key: each of its values, in their order, and one to add another. */
typedef struct
{
  const char *title;    /* of the whole */
  const char *subtitle; /* nullable: what else is to be known */
  const char *add;      /* what is to be typed to add one */
  char *(*to_text) (GVariant *value);       /* what a value is called; owned */
  GVariant *(*from_text) (const char *text); /* floating; NULL: that is none */
} TraSettingListKind;

GtkWidget *tra_setting_list_new (GSettings *settings,
                                 const char *key,
                                 const TraSettingListKind *kind /* static */);

/* Of keys that are arrays of text. */
char *tra_setting_list_dup_text (GVariant *value);
GVariant *tra_setting_list_new_text (const char *text);

/* One text that an array key holds or not, as a switch. */
GtkWidget *tra_setting_list_new_member (GSettings *settings,
                                        const char *key,
                                        const char *value,
                                        const char *title,
                                        const char *subtitle /* nullable */);

G_END_DECLS
