/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

/* A number of ours that callers dial. */
struct _TrsNumber
{
  TrsResource base; /* PN… */
  TrsAccount *account;

  char *phone_number;
  char *friendly_name;

  /*< private >*/
  TrsIvr *ivr; /* nullable: the caller hears that the number is not in use */
};

G_END_DECLS
