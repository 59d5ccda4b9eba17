/**
 * Words that must not be said in public, as salted hashes: slurs, sexual words, and names of hate. The words themselves stand nowhere
 * in this repository. Each entry is its mode (w: a word, i: inside others), its folded length, and its hash; see terms.ts.
 */
import type { Term } from './terms.ts';

export const SALT = 'babyllm-terms-2f6c1d';

const ENTRIES: Readonly<Record<string, string>> = {
  hate: `
    w7:0159a2a787720947 w8:02972e402f314398 i11:0984043fbf9d3726 w12:0a75d6d9cdc0ccdb w7:0b5f740341905f1d
    w6:0d646bd0a65b04e0 w6:0df3a898e5e8c0bf w7:0e1faf801c832841 w6:0f2da63ffe455613 i6:0f2da63ffe455613
    w5:0fc2e1d10c7a30c2 w4:1051e2c119d7aadf w5:10cfc79406829dfd w12:12f0610d2d4c370f w4:18c03e86c7d3d5c9
    w6:1b154c01848a4e91 w10:243ad5fd129a5ca2 w7:2482ec0b3c62878a w7:275c3880e70caa64 w8:27fe9498ec12cba3
    i8:27fe9498ec12cba3 w9:28c9bfde9e9af3fd w5:2dc8169b159e07b7 w6:33d3f7a8d5da0071 w4:386dd6b57d721cf6
    w5:3ae7983ef0a6da39 w8:3c4a0b1cb504acc6 w5:3c634e0fbee5e4e7 w8:3f0dcb34200f53bc w8:40ae329cd71ea77e
    w5:41b188a7ccf7739f w5:42d8cd1fad93869b w5:43e821c5d594842f w7:470d418a902087c9 w5:47c93034c7b7c5cd
    w12:48c8a518de16314e w4:4957f96a5a60bd62 w3:4e258689ff6d6001 w5:4e76cedbdd0fa2a8 w6:50a8b018289f5ec8
    w4:552f43231374585b w6:553ffc7be3a6f212 w6:55481726b7fdc04d w7:5551972b0ca32213 w5:5629e1af6eae830c
    w7:5866bb88cc09dceb w5:5b6051faf9220358 w6:5d9b87c76e361167 w7:5e0e92d13479659d w6:65e5525deebf9dc5
    w5:6677322647a4a351 w3:6bd8a0e4e88c2d35 w6:6dae641a3a85bc4c w3:6e07e525db5706af w7:70c5411cc0e75305
    w8:7150f8a8c002f1cb w4:79c65458856bbb78 w4:7d6276549dbf61df w9:7df6515f9143ced8 w7:7f1432f38c6956f0
    w3:8379a0698c0ca49b w5:85d6feb741a5d9c7 w6:8d3ec3fd2bc62dca w6:8edd4e90122e3b11 w8:9188675dceb13f34
    w6:9349763888217c1d w9:9367a8a8ebc195e5 w9:96fdbae661c5388e w7:9e56e264157591b3 w6:a21f6111370a449b
    w5:a36ac7c732ef1551 w6:a48b1c38babb3315 w7:a61e71d4ca97ab06 w3:a8a63bba8cbf8622 w4:a8d6c2bac264ffb8
    w4:ab0620023d4e0485 w6:af877f7160e4676c w5:b0abbbf6cec6f23c w7:b14b29dda1839126 w11:b287e9b20b0dc74c
    w11:b9b91b1f669055c0 w10:bb1e1f403328694a w10:bea9b0148614550a i10:bea9b0148614550a w4:bf1be3fe3fec7126
    w8:bfabff7b657ad207 w7:c1df8a05227b5d1c w7:c316fa15c429290b w9:c4f38f400326277e w10:c87cc08bd1bdb6f7
    w11:c8e6902f44c5ff2b i11:c8e6902f44c5ff2b w5:caf94e7e3fa53f81 w6:cfe33857e09de901 w5:d2e66963afae15e0
    w8:d5da0fabaae1b5aa w4:d65e40b0471ca5e1 w10:d93d0971680efaa4 w6:dbfca3fbd8140064 i6:dbfca3fbd8140064
    w10:dcdfb57075eaec8b w4:dcf19fd55487f9bb w5:dffc545e30a72f82 w7:e285488b14158d25 w5:e6252e472bbb84a4
    w4:e680b890204a048e w6:ebe2b11488f79697 w6:ed3a9d2454d018e7 w9:ed6766ae7cc7412e w4:edccaf087bfeaa9b
    w6:edf6412e788ed6c6 w4:f59fdbbf56c4063e w5:fac9cfba9c95fe18 w3:fe30fb9b5793cbce
  `,
  sexual: `
    w6:01b489e6d8496415 w12:039ef61c7257cb31 w4:0421a915950f3287 w4:129320e1e6f33ea4 w5:13c781ff95d1c480
    w6:1b6825d7649acb69 w6:287391bd9c29ed18 w6:28805f31cfe15d9c w6:2aca19a5ed2b0089 w12:34deedeedc353189
    w4:3ae2bf2de55cd8d4 w5:3d504871500526b2 w8:3f752d7a86b0975f i8:3f752d7a86b0975f w10:4ae9c0c76273445a
    w6:4aebb652ebf05e13 w7:510bd14eb74c0dcf i7:510bd14eb74c0dcf w7:5354b17cf8c8c619 i7:5354b17cf8c8c619
    w8:5bcc6d8ce1025cd0 w7:61e59e2f42149ea5 w4:688e4580fdeef56e w5:68e8c1ccf0c1816a w6:6ac1f59eb594e9ad
    w5:6c95caef6e0d5ada w7:6dde66c65d221883 w4:6f511f41fd1fe4fb w10:6f6833829aba37c9 w4:73723c05cb881857
    w3:7750d2507a02d62f w7:88d0e4d8225cc77e w4:93e369eb9541f5a0 w8:a0cbd7008cfe6d0d w4:a1e2066d3ded4c9b
    w7:a478025ef61d2617 w5:a7307dcbb1b93389 w3:aab7c5e79a33bab8 w5:aaec491767595373 w5:b0c2549dd1c301ab
    w4:b6941cb099a08952 w4:b79c114dfb4777ca w5:b8acb106b8b8977d w6:bf9726415cf9645f w7:c001203d38213ec9
    w6:c99bea2d4297ba60 w5:ca94395f0bfd16b1 w10:ce5446a6c46bb588 w6:d18dacecfcf2c951 w12:d9650d43bba312df
    i12:d9650d43bba312df w5:e3f1be4452541eab w4:e74795c55bfd374b w3:f50cccf6c377ec9a w6:fded37bc98f64ada
    w5:fe5db885377836c9 w4:fea3b3b311998205
  `,
  minors: `
    w7:042f38e1b95ce32d w10:0ae0a355ad607631 w9:21d9f382563bec7f i9:21d9f382563bec7f w10:56b042d3be3cf048
    w8:648ef0771f6ac159 w4:8dda3bb7d41f8125 w5:9963525c98ce58ef w4:a32513d023424b5b w8:bf0b3d471366b1d8
    i7:d29c1a0f7c16e980 i11:ef4b3f38b6233c92 w8:f192f12365a83c4c w9:f8a76377846049b7
  `,
  violence: `
    w6:2e0885eceb54d1f8 w6:429aa9100610b7c3 w4:6283c204f1ddffc4 w5:7b0835a3c407877f w5:8297615ba03ac8ad
    w6:f18350c7e1c5822e w6:ffa36b29d07fd842
  `,
  extremism: `
    w8:00fc4decc29fc15c i8:00fc4decc29fc15c w3:0622b4afe91826b3 w3:0fda120ca8b253da w5:2b1eff65bb06a804
    i10:33a3bdc759591d25 w4:5c5a7b5f88e0a4ac i10:9496b5ee5c21d929 w8:a9e3dab8487aad16 w7:bf96814567110152
    w6:f84ad029998c7e62
  `,
};

export const BANNED_TERMS: readonly Term[] = Object.entries(ENTRIES).flatMap(([category, entries]) =>
  entries
    .trim()
    .split(/\s+/)
    .map((entry): Term => {
      const [head, hash] = entry.split(':') as [string, string];
      return { mode: head[0] === 'w' ? 'word' : 'inside', category, length: Number(head.slice(1)), hash };
    }),
);
