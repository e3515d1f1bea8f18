/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

/* The pages of the preferences window, each in its own file. A row more is a line more there. */
AdwPreferencesPage *tra_preferences_general_page_new (TraSession *session);
AdwPreferencesPage *tra_preferences_alerts_page_new (TraSession *session);
AdwPreferencesPage *tra_preferences_keys_page_new (TraSession *session);
AdwPreferencesPage *tra_preferences_account_page_new (TraSession *session);

void tra_preferences_presence_add (AdwPreferencesPage *page, TraSession *session);
void tra_preferences_work_add (AdwPreferencesPage *page, TraSession *session);
void tra_preferences_work_add_automatic (AdwPreferencesPage *page, TraSession *session);

AdwPreferencesPage *tra_preferences_page_new (const char *name,
                                              const char *title,
                                              const char *icon_name);
AdwPreferencesGroup *tra_preferences_page_add_group (AdwPreferencesPage *page, const char *title);

G_END_DECLS
