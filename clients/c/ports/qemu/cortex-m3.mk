# SPDX-License-Identifier: Apache-2.0
# The story for a Cortex-M3. mbedTLS is compiled from Debian's source package, which apt fetches and checks; MBEDTLS names
# a folder that has it already.

MBEDTLS ?= $(BUILD)/mbedtls
M3 = arm-none-eabi-
M3_CPU = -mcpu=cortex-m3 -mthumb
M3_FLAGS = $(M3_CPU) -Os -ffunction-sections -fdata-sections -fno-common --specs=nano.specs
M3_INCLUDE = -Iports/qemu -isystem $(MBEDTLS)/include
M3_CONFIG = -DMBEDTLS_CONFIG_FILE='"mbedtls_config.h"'
M3_OURS = $(LIBRARY) $(wildcard ports/qemu/*.c) examples/story.c
# The parts of mbedTLS that its configuration leaves anything of.
M3_MBEDTLS = asn1parse asn1write bignum constant_time ecdsa ecp ecp_curves hmac_drbg md memory_buffer_alloc platform \
             platform_util psa_crypto psa_crypto_client psa_crypto_driver_wrappers psa_crypto_ecp psa_crypto_hash \
             psa_crypto_mac psa_crypto_cipher psa_crypto_aead psa_crypto_rsa psa_crypto_slot_management sha256
M3_OBJECTS = $(M3_OURS:%.c=$(BUILD)/m3/%.o) $(M3_MBEDTLS:%=$(BUILD)/m3/mbedtls/%.o)

$(BUILD)/mbedtls/library/psa_crypto.c: tools/mbedtls-source
	tools/mbedtls-source $(BUILD)/mbedtls

$(BUILD)/m3/mbedtls/%.o: $(MBEDTLS)/library/psa_crypto.c ports/qemu/mbedtls_config.h ports/qemu/crypto_config.h
	@mkdir -p $(dir $@)
	$(M3)gcc $(M3_FLAGS) $(M3_INCLUDE) $(M3_CONFIG) -w -c $(MBEDTLS)/library/$*.c -o $@

$(BUILD)/m3/%.o: %.c $(HEADERS) $(wildcard ports/qemu/*.h) $(MBEDTLS)/library/psa_crypto.c
	@mkdir -p $(dir $@)
	$(M3)gcc $(LANGUAGE) $(M3_FLAGS) -Iinclude -Isrc -Iexamples $(M3_INCLUDE) $(M3_CONFIG) -c $< -o $@

$(BUILD)/story.elf: $(M3_OBJECTS) ports/qemu/mps2-an385.ld
	$(M3)gcc $(M3_FLAGS) -nostartfiles -T ports/qemu/mps2-an385.ld -Wl,--gc-sections -Wl,-Map=$(BUILD)/story.map \
	    $(M3_OBJECTS) -o $@

.PHONY: mbedtls
mbedtls: $(MBEDTLS)/library/psa_crypto.c

# text + data is what lies in flash, data + bss what lies in RAM.
cortex-m3: $(BUILD)/story.elf
	$(M3)size $<
