// SPDX-License-Identifier: Apache-2.0
import { toAddress, toHash } from './bytes.js';
import { type Bundle, MAX_HANDOVERS, MAX_HEADERS, MAX_PATH, MAX_PROOF, MAX_STATE_PROOF, type Placed, versionOf } from './bundle.js';
import { JsonForm } from './json-form.js';
import { checkPassport, type Registration } from './passport.js';
import { between } from './refusal.js';
import { checkWitnessed, decodeCosignature, MAX_CONSISTENCY, MAX_COSIGNATURES, type Witnessed } from './witness.js';

/** The JSON form of a bundle (docs/spec/evidence.md, rule 15). */
export function readBundleJson(file: Uint8Array): Bundle {
  const read = new JsonForm(file);
  read.expect('{\n');
  read.field(1, 'format');
  const version = versionOf(read.text());
  const next = (name: string): JsonForm => {
    read.expect(',\n');
    read.field(1, name);
    return read;
  };
  const bundle: Bundle = {
    version,
    chainId: next('chainId').number(),
    record: next('record').hex(),
    inclusion: inclusion(next('inclusion')),
    transaction: placed(next('transaction'), 'index'),
    receipt: placed(next('receipt'), 'logIndex'),
    headers: next('headers').list(1, MAX_HEADERS),
    certificate: next('certificate').hex(),
    firstEpoch: version === 1 ? 0n : next('firstEpoch').number(),
    handovers: version === 1 ? [] : next('handovers').list(1, MAX_HANDOVERS),
    registration: version >= 3 ? registration(next('registration')) : null,
    witnessed: version === 4 ? witnessed(next('witnessed')) : null,
  };
  read.expect('\n}\n');
  read.end();
  return bundle;
}

function inclusion(read: JsonForm): Bundle['inclusion'] {
  const field = fields(read);
  const part = {
    index: field('index').number(),
    size: field('size').number(),
    path: field('path').list(2, MAX_PATH).map(toHash),
  };
  read.expect('\n  }');
  return part;
}

function placed(read: JsonForm, index: string): Placed {
  const field = fields(read);
  const part = { index: field(index).number(), raw: field('raw').hex(), proof: field('proof').list(2, MAX_PROOF) };
  read.expect('\n  }');
  return part;
}

function registration(read: JsonForm): Registration {
  const field = fields(read);
  const passport = checkPassport({
    device: toHash(field('device').hex()),
    owner: toAddress(field('owner').hex()),
    key: { x: toHash(field('keyX').hex()), y: toHash(field('keyY').hex()) },
    registeredAt: field('registeredAt').number(),
    active: field('active').flag(),
    attestationKind: between(field('attestationKind').number(), 0n, 255n, 'kind of attestation'),
    attestationHash: toHash(field('attestationHash').hex()),
  });
  const proofs = { account: field('account').list(2, MAX_STATE_PROOF), storage: field('storage').list(2, MAX_STATE_PROOF) };
  read.expect('\n  }');
  return { passport, ...proofs };
}

function witnessed(read: JsonForm): Witnessed {
  const field = fields(read);
  const part = checkWitnessed({
    size: field('size').number(),
    root: toHash(field('root').hex()),
    consistency: field('consistency').list(2, MAX_CONSISTENCY).map(toHash),
    cosignatures: field('cosignatures').list(2, MAX_COSIGNATURES).map(decodeCosignature),
  });
  read.expect('\n  }');
  return part;
}

/** Steps to one field after the other of the object that starts here. */
function fields(read: JsonForm): (name: string) => JsonForm {
  let before = '{\n';
  return (name) => {
    read.expect(before);
    read.field(2, name);
    before = ',\n';
    return read;
  };
}
