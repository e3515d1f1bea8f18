/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TRA_TYPE_PROFILE_GROUP (tra_profile_group_get_type ())
G_DECLARE_FINAL_TYPE (TraProfileGroup, tra_profile_group, TRA, PROFILE_GROUP, AdwPreferencesGroup)

/* Those who can sign in here. Signals: chosen (char *id); removed (char *id): the agent means it. */
void tra_profile_group_follow (TraProfileGroup *self, GSettings *settings, const char *service_url);
void tra_profile_group_set_signed_in (TraProfileGroup *self, gboolean is_signed_in);

G_END_DECLS
