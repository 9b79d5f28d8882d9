// A WebGPU adapter for tests on any machine: the driver's own, else the software one that comes with Chromium.
import { existsSync } from 'node:fs';
import { loadDawn } from '../../../../src/tensor/webgpu/dawn';

const folder = '/usr/lib/chromium';
const driver = `${folder}/vk_swiftshader_icd.json`;

/** Dawn, told where Chromium keeps its software Vulkan driver and its Vulkan loader. */
export async function softwareGpu(): Promise<GPU> {
  process.env.XDG_RUNTIME_DIR ??= '/tmp';
  if (existsSync(driver)) {
    process.env.VK_DRIVER_FILES ??= driver;
    // Loading it is all that is wanted: Dawn asks for it by its name and finds it loaded.
    const keepLoaded = 0x1002; // RTLD_NOW | RTLD_NODELETE
    try {
      process.dlopen({ exports: {} }, `${folder}/libvulkan.so.1`, keepLoaded);
    } catch {}
  }
  const gpu = await loadDawn();
  if (!(await gpu.requestAdapter())) {
    throw new Error('no WebGPU adapter: install one with `apt-get install chromium`, whose software driver is used');
  }
  return gpu;
}
