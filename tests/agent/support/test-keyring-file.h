/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Has libsecret keep this process's secrets in a file that goes with it. */
void test_keyring_use_file (void);
