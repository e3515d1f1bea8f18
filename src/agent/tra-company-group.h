/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session-company.h"

G_BEGIN_DECLS

#define TRA_TYPE_COMPANY_GROUP (tra_company_group_get_type ())
G_DECLARE_FINAL_TYPE (TraCompanyGroup, tra_company_group, TRA, COMPANY_GROUP, AdwPreferencesGroup)

/* The fields of signing in with a company's server. The address is looked at as it is typed. */
void tra_company_group_fill (TraCompanyGroup *self, GSettings *settings);
void tra_company_group_look (TraCompanyGroup *self, TraCompanyForm *form); /* borrows the texts */
AdwEntryRow *tra_company_group_get_row (TraCompanyGroup *self, const char *field); /* nullable */
AdwEntryRow *tra_company_group_get_first_empty (TraCompanyGroup *self);
void tra_company_group_clear_hint (TraCompanyGroup *self);

G_END_DECLS
